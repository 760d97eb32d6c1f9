namespace LambdaSpeed.Topologies;

/// <summary>Takes key and value from each tuple, so that only these cross the edge behind.</summary>
internal class KeyNode<T, TKey, TValue>(
    NodeShape shape, Func<T, TKey> keySelector, Func<T, TValue>? projection, ICodec<TKey>? codec) : TopologyNode(shape)
    where TKey : notnull
{
    public Func<T, TKey> KeySelector => keySelector;

    /// <summary>Takes the value; null when the value is the tuple itself.</summary>
    public Func<T, TValue>? Projection => projection;

    /// <summary>Hashes the key; present in every topology that was built.</summary>
    public ICodec<TKey> Codec => codec!;

    public override IEnumerable<TopologyProblem> Problems() => KeyProblems.Of(Name, codec);

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
