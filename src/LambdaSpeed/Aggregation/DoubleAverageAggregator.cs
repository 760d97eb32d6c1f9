namespace LambdaSpeed.Aggregation;

/// <summary>The average of doubles: keeps their sum, in which order does not show, and their number.</summary>
internal readonly struct DoubleAverageAggregator : IAggregator<double, (DoubleSum Sum, long Count), double?>
{
    public ICodec<(DoubleSum Sum, long Count)>? AccumulatorCodec => Codec.Tuple(AccumulatorCodecs.DoubleSum, Codec.Int64);

    public (DoubleSum Sum, long Count) Zero() => default;

    public void Add(ref (DoubleSum Sum, long Count) accumulator, double value)
    {
        accumulator.Sum.Add(value);
        accumulator.Count++;
    }

    public void Merge(ref (DoubleSum Sum, long Count) accumulator, in (DoubleSum Sum, long Count) other)
    {
        accumulator.Sum.Add(other.Sum);
        accumulator.Count += other.Count;
    }

    public double? Result(in (DoubleSum Sum, long Count) accumulator) =>
        accumulator.Count == 0 ? null : accumulator.Sum.ToDouble() / accumulator.Count;
}
