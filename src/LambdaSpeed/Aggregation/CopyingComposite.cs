namespace LambdaSpeed.Aggregation;

/// <summary>A composite of which some part needs copying and not all can subtract.</summary>
internal readonly struct CopyingComposite<TIn, TAccumulator, TResult, TPartwise>(TPartwise partwise)
    : IAggregator<TIn, TAccumulator, TResult>, ICopyingAggregator<TAccumulator>
    where TPartwise : IAggregator<TIn, TAccumulator, TResult>, IPartwiseAggregator<TIn, TAccumulator>
{
    private readonly TPartwise _partwise = partwise;

    public ICodec<TAccumulator>? AccumulatorCodec => _partwise.AccumulatorCodec;

    public TAccumulator Zero() => _partwise.Zero();

    public void Add(ref TAccumulator accumulator, TIn value) => _partwise.Add(ref accumulator, value);

    public void Merge(ref TAccumulator accumulator, in TAccumulator other) => _partwise.Merge(ref accumulator, in other);

    public TResult Result(in TAccumulator accumulator) => _partwise.Result(in accumulator);

    public TAccumulator Copy(in TAccumulator accumulator) => _partwise.Copy(in accumulator);
}
