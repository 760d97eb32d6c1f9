using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace LambdaSpeed.BatchViews;

/// <summary>A batch view in memory.</summary>
[DebuggerDisplay("{Name}, {Count} keys")]
internal sealed class MemoryBatchView<TKey, TAccumulator>(
    string name, BatchViewIdentity identity, KeyEncoding<TKey> keys, FrozenTable<TKey, TAccumulator> table)
    : IBatchView<TKey, TAccumulator>, IHashedReads<TKey, TAccumulator>
    where TKey : notnull
{
    public string Name => name;

    public BatchViewIdentity Identity => identity;

    public long Count => table.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TAccumulator accumulator)
    {
        if (key is null) throw new ArgumentNullException(nameof(key), $"Batch view '{Name}' has no key that is null.");
        return table.TryGet(key, out accumulator);
    }

    public bool TryGet(TKey key, uint hash, out TAccumulator accumulator) => table.TryGet(key, hash, out accumulator);

    public IEnumerable<KeyValuePair<TKey, TAccumulator>> All() => table.Ordered([], null);

    public IEnumerable<KeyValuePair<TKey, TAccumulator>> Scan(KeyRange<TKey> range)
    {
        ArgumentNullException.ThrowIfNull(range);
        var (from, to) = range.BoundsIn(keys);
        return table.Ordered(from, to);
    }

    /// <summary>Nothing has to be given back.</summary>
    public void Dispose()
    {
    }
}
