namespace LambdaSpeed.Aggregation;

/// <summary>Sums doubles so that their order does not show; cannot subtract, for the digits a large value pushed out do not come
/// back.</summary>
internal readonly struct DoubleSumAggregator : IAggregator<double, DoubleSum, double>
{
    public ICodec<DoubleSum>? AccumulatorCodec => AccumulatorCodecs.DoubleSum;

    public DoubleSum Zero() => default;

    public void Add(ref DoubleSum accumulator, double value) => accumulator.Add(value);

    public void Merge(ref DoubleSum accumulator, in DoubleSum other) => accumulator.Add(other);

    public double Result(in DoubleSum accumulator) => accumulator.ToDouble();
}
