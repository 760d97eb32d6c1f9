namespace LambdaSpeed.Aggregation;

/// <summary>An aggregator from lambdas over immutable accumulators.</summary>
internal class LambdaAggregator<TIn, TAccumulator, TResult>(
    TAccumulator zero,
    Func<TAccumulator, TIn, TAccumulator> add,
    Func<TAccumulator, TAccumulator, TAccumulator> merge,
    Func<TAccumulator, TResult> result) : IAggregator<TIn, TAccumulator, TResult>, INamedAggregator, IImmutableAccumulation
{
    public string Name => "fold";

    public bool IsImmutable => true;

    public TAccumulator Zero() => zero;

    public void Add(ref TAccumulator accumulator, TIn value) => accumulator = add(accumulator, value);

    public void Merge(ref TAccumulator accumulator, in TAccumulator other) => accumulator = merge(accumulator, other);

    public TResult Result(in TAccumulator accumulator) => result(accumulator);
}
