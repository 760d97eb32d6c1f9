namespace LambdaSpeed.Streams;

/// <summary>What crosses an edge with fields grouping: the key with its hash, so that neither is computed twice, and the value.</summary>
internal readonly struct KeyedTuple<TKey, TValue>(TKey key, uint hash, TValue value)
{
    public readonly TKey Key = key;
    public readonly TValue Value = value;

    /// <summary>The stable hash of the key, folded to 32 bits; never 0.</summary>
    public readonly uint Hash = hash;
}
