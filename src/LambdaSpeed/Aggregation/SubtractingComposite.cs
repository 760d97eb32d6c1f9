namespace LambdaSpeed.Aggregation;

/// <summary>A composite of which all parts can subtract and none needs copying.</summary>
internal readonly struct SubtractingComposite<TIn, TAccumulator, TResult, TPartwise>(TPartwise partwise)
    : IAggregator<TIn, TAccumulator, TResult>, ISubtractingAggregator<TIn, TAccumulator>
    where TPartwise : IAggregator<TIn, TAccumulator, TResult>, IPartwiseAggregator<TIn, TAccumulator>
{
    private readonly TPartwise _partwise = partwise;

    public ICodec<TAccumulator>? AccumulatorCodec => _partwise.AccumulatorCodec;

    public TAccumulator Zero() => _partwise.Zero();

    public void Add(ref TAccumulator accumulator, TIn value) => _partwise.Add(ref accumulator, value);

    public void Merge(ref TAccumulator accumulator, in TAccumulator other) => _partwise.Merge(ref accumulator, in other);

    public TResult Result(in TAccumulator accumulator) => _partwise.Result(in accumulator);

    public void Subtract(ref TAccumulator accumulator, TIn value) => _partwise.Subtract(ref accumulator, value);
}
