using LambdaSpeed.Aggregation;

namespace LambdaSpeed;

public sealed partial class Aggregates<T>
{
    /// <summary>The average of integers.</summary>
    /// <remarks>Keeps the sum, in 128 bits, and the count: 32 bytes, exact until it is read. Without values it reads as null.
    /// Can subtract.</remarks>
    /// <param name="selector">What is averaged.</param>
    public Aggregation<T, (Int128 Sum, long Count), double?> Average(Func<T, long> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new ProjectedAggregation<T, long, (Int128 Sum, long Count), double?, IntegerAverageAggregator>("average", selector, default);
    }

    /// <summary>The average of doubles, the same to the last bit in whatever order they come.</summary>
    /// <remarks>Keeps the sum and the count: 64 bytes. Without values it reads as null. Cannot subtract.</remarks>
    /// <param name="selector">What is averaged.</param>
    public Aggregation<T, (DoubleSum Sum, long Count), double?> Average(Func<T, double> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new ProjectedAggregation<T, double, (DoubleSum Sum, long Count), double?, DoubleAverageAggregator>(
            "average", selector, default);
    }

    /// <summary>The average of decimals.</summary>
    /// <remarks>Keeps the exact sum and the count: 48 bytes. Without values it reads as null. Can subtract.</remarks>
    /// <param name="selector">What is averaged.</param>
    public Aggregation<T, (DecimalSum Sum, long Count), decimal?> Average(Func<T, decimal> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new ProjectedAggregation<T, decimal, (DecimalSum Sum, long Count), decimal?, DecimalAverageAggregator>(
            "average", selector, default);
    }
}
