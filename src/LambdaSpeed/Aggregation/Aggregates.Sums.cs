using System.Numerics;
using LambdaSpeed.Aggregation;

namespace LambdaSpeed;

public sealed partial class Aggregates<T>
{
    /// <summary>The sum of integers.</summary>
    /// <remarks>Keeps 8 bytes; adding is one addition. Without values it reads as 0. Can subtract. Wraps beyond the range of
    /// <see cref="long"/>, which takes at least 2^32 values.</remarks>
    /// <param name="selector">What is summed.</param>
    public Aggregation<T, long, long> Sum(Func<T, int> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new ProjectedAggregation<T, int, long, long, IntegerSumAggregator<int, long>>("sum", selector, default);
    }

    /// <summary>The sum of long integers.</summary>
    /// <remarks>Keeps 8 bytes; adding is one addition. Without values it reads as 0. Can subtract. An aggregator must not throw, so the
    /// sum wraps: it is exact whenever the true sum fits into a <see cref="long"/>, whatever happens on the way. Where it may not fit,
    /// use <see cref="SumOf{TInteger}"/> with <see cref="Int128"/>.</remarks>
    /// <param name="selector">What is summed.</param>
    public Aggregation<T, long, long> Sum(Func<T, long> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new ProjectedAggregation<T, long, long, long, IntegerSumAggregator<long, long>>("sum", selector, default);
    }

    /// <summary>The exact sum of decimals.</summary>
    /// <remarks>Keeps 32 bytes, a 256-bit integer of 10^-28 units: nothing is rounded before it is read. Without values it reads as 0;
    /// beyond the range of <see cref="decimal"/> as its greatest or least value. Can subtract. Adding costs about
    /// twice as much as with <see cref="decimal"/> itself; a read takes some microseconds.</remarks>
    /// <param name="selector">What is summed.</param>
    public Aggregation<T, DecimalSum, decimal> Sum(Func<T, decimal> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new ProjectedAggregation<T, decimal, DecimalSum, decimal, DecimalSumAggregator>("sum", selector, default);
    }

    /// <summary>The sum of doubles, the same to the last bit in whatever order they come.</summary>
    /// <remarks>Keeps 56 bytes, at least 120 bits below the largest magnitude, and rounds once, at the read. Adding takes some 15 ns,
    /// a read ten times that. Without values it reads as 0; NaN and infinities as IEEE 754 has it. Cannot subtract: use integers or
    /// decimals there.</remarks>
    /// <param name="selector">What is summed.</param>
    public Aggregation<T, DoubleSum, double> Sum(Func<T, double> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new ProjectedAggregation<T, double, DoubleSum, double, DoubleSumAggregator>("sum", selector, default);
    }

    /// <summary>The sum of durations.</summary>
    /// <remarks>Keeps 8 bytes of ticks; adding is one addition. Without values it reads as zero. Can subtract. Wraps beyond 29,000
    /// years.</remarks>
    /// <param name="selector">What is summed.</param>
    public Aggregation<T, long, TimeSpan> Sum(Func<T, TimeSpan> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new ProjectedAggregation<T, TimeSpan, long, TimeSpan, TimeSpanSumAggregator>("sum", selector, default);
    }

    /// <summary>The sum of integers of any type, in that very type: <see cref="ulong"/>, <see cref="Int128"/>,
    /// <see cref="BigInteger"/>.</summary>
    /// <remarks>Keeps one number. Without values it reads as 0. Can subtract. Wraps beyond the type's range; <see cref="BigInteger"/>
    /// has no bound, and allocates with every value.</remarks>
    /// <typeparam name="TInteger">The integers.</typeparam>
    /// <param name="selector">What is summed.</param>
    public Aggregation<T, TInteger, TInteger> SumOf<TInteger>(Func<T, TInteger> selector)
        where TInteger : struct, IBinaryInteger<TInteger>
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new ProjectedAggregation<T, TInteger, TInteger, TInteger, IntegerSumAggregator<TInteger, TInteger>>(
            "sum", selector, default);
    }
}
