using LambdaSpeed.Views;

namespace LambdaSpeed.Lambda;

/// <summary>A batch view and slices that have ended, so that nothing changes them any more, read as they are.</summary>
/// <param name="parts">Both.</param>
/// <param name="hashOf">Hashes keys.</param>
internal sealed class EndedParts<TKey, TAccumulator>(MergedParts<TKey, TAccumulator> parts, Func<TKey, uint> hashOf)
    : IAccumulators<TKey, TAccumulator>
    where TKey : notnull
{
    public EpochId Epoch => new(long.MaxValue);

    public bool TryReadAccumulator(TKey key, out TAccumulator accumulator) => parts.TryRead(key, hashOf(key), Epoch, out accumulator);

    public IEnumerable<KeyValuePair<TKey, TAccumulator>> Accumulators()
    {
        foreach (var key in parts.Keys(hashOf, Epoch))
        {
            if (TryReadAccumulator(key, out var accumulator)) yield return new(key, accumulator);
        }
    }

    public void Dispose()
    {
        // whoever compares holds the batch view
    }
}
