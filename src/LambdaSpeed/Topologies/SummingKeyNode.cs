namespace LambdaSpeed.Topologies;

/// <summary>Takes key and value from each tuple, and while that pays adds up by key, so that partial sums cross the edge behind.</summary>
internal sealed class SummingKeyNode<T, TKey, TValue, TAccumulator, TResult, TAggregator>(
    NodeShape shape, Func<T, TKey> keySelector, Func<T, TValue>? projection, ICodec<TKey>? codec, TAggregator aggregator)
    : KeyNode<T, TKey, TValue>(shape, keySelector, projection, codec)
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    public TAggregator Aggregator => aggregator;

    /// <summary>Which output the partial sums leave by.</summary>
    public int SumsOutput => Shape.Outputs.First(output => output.Name == NodeOutput.PartialSums).Index;

    public override TVisited Accept<TVisited>(INodeVisitor<TVisited> visitor) => visitor.Visit(this);
}
