namespace LambdaSpeed.Aggregation;

/// <summary>The average of integers: keeps their sum (128 bits, so it cannot overflow) and their number.</summary>
internal readonly struct IntegerAverageAggregator
    : IAggregator<long, (Int128 Sum, long Count), double?>, ISubtractingAggregator<long, (Int128 Sum, long Count)>
{
    public ICodec<(Int128 Sum, long Count)>? AccumulatorCodec => Codec.Tuple(Codec.Int128, Codec.Int64);

    public (Int128 Sum, long Count) Zero() => default;

    public void Add(ref (Int128 Sum, long Count) accumulator, long value)
    {
        accumulator.Sum += value;
        accumulator.Count++;
    }

    public void Merge(ref (Int128 Sum, long Count) accumulator, in (Int128 Sum, long Count) other)
    {
        accumulator.Sum += other.Sum;
        accumulator.Count += other.Count;
    }

    public double? Result(in (Int128 Sum, long Count) accumulator) =>
        accumulator.Count == 0 ? null : (double)accumulator.Sum / accumulator.Count;

    public void Subtract(ref (Int128 Sum, long Count) accumulator, long value)
    {
        accumulator.Sum -= value;
        accumulator.Count--;
    }
}
