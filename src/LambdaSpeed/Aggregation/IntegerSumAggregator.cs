using System.Numerics;

namespace LambdaSpeed.Aggregation;

/// <summary>Sums integers in a type that is as wide or wider; for primitives <c>Add</c> is one machine addition.</summary>
/// <remarks>The addition wraps on overflow, which keeps it associative and exactly reversible: sums form the ring modulo 2^64 (for
/// <see cref="long"/>), so an overflow on the way that is undone later leaves no trace.</remarks>
internal readonly struct IntegerSumAggregator<TInteger, TSum> : IAggregator<TInteger, TSum, TSum>, ISubtractingAggregator<TInteger, TSum>
    where TInteger : IBinaryInteger<TInteger>
    where TSum : IBinaryInteger<TSum>
{
    public TSum Zero() => TSum.Zero;

    public void Add(ref TSum accumulator, TInteger value) => accumulator = unchecked(accumulator + TSum.CreateTruncating(value));

    public void Merge(ref TSum accumulator, in TSum other) => accumulator = unchecked(accumulator + other);

    public TSum Result(in TSum accumulator) => accumulator;

    public void Subtract(ref TSum accumulator, TInteger value) => accumulator = unchecked(accumulator - TSum.CreateTruncating(value));
}
