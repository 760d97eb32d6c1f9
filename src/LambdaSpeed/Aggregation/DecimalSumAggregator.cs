namespace LambdaSpeed.Aggregation;

/// <summary>Sums decimals exactly.</summary>
internal readonly struct DecimalSumAggregator : IAggregator<decimal, DecimalSum, decimal>, ISubtractingAggregator<decimal, DecimalSum>
{
    public ICodec<DecimalSum>? AccumulatorCodec => AccumulatorCodecs.DecimalSum;

    public DecimalSum Zero() => default;

    public void Add(ref DecimalSum accumulator, decimal value) => accumulator = accumulator.Plus(DecimalSum.Of(value));

    public void Merge(ref DecimalSum accumulator, in DecimalSum other) => accumulator = accumulator.Plus(other);

    public decimal Result(in DecimalSum accumulator) => accumulator.ToDecimal();

    public void Subtract(ref DecimalSum accumulator, decimal value) => accumulator = accumulator.Plus(DecimalSum.Of(value).Negated());
}
