namespace LambdaSpeed.Aggregation;

/// <summary>The average of decimals: keeps their exact sum and their number.</summary>
internal readonly struct DecimalAverageAggregator
    : IAggregator<decimal, (DecimalSum Sum, long Count), decimal?>, ISubtractingAggregator<decimal, (DecimalSum Sum, long Count)>
{
    public ICodec<(DecimalSum Sum, long Count)>? AccumulatorCodec => Codec.Tuple(AccumulatorCodecs.DecimalSum, Codec.Int64);

    public (DecimalSum Sum, long Count) Zero() => default;

    public void Add(ref (DecimalSum Sum, long Count) accumulator, decimal value)
    {
        accumulator.Sum = accumulator.Sum.Plus(DecimalSum.Of(value));
        accumulator.Count++;
    }

    public void Merge(ref (DecimalSum Sum, long Count) accumulator, in (DecimalSum Sum, long Count) other)
    {
        accumulator.Sum = accumulator.Sum.Plus(other.Sum);
        accumulator.Count += other.Count;
    }

    public decimal? Result(in (DecimalSum Sum, long Count) accumulator) =>
        accumulator.Count == 0 ? null : accumulator.Sum.ToDecimal() / accumulator.Count;

    public void Subtract(ref (DecimalSum Sum, long Count) accumulator, decimal value)
    {
        accumulator.Sum = accumulator.Sum.Plus(DecimalSum.Of(value).Negated());
        accumulator.Count--;
    }
}
