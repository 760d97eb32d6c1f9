namespace LambdaSpeed.BatchViews;

/// <summary>Something in memory that finds a key by the hash of <see cref="Codecs.KeyHash"/>, so that one hash serves several
/// reads.</summary>
internal interface IHashedReads<TKey, TAccumulator>
{
    bool TryGet(TKey key, uint hash, out TAccumulator accumulator);
}
