using System.Runtime.CompilerServices;
using LambdaSpeed.BatchViews;
using LambdaSpeed.State;
using LambdaSpeed.Views;

namespace LambdaSpeed.Lambda;

/// <summary>What a merged view is made of at one moment: a batch view and the slices above its cut. Replaced whole; a read that has it sees
/// every tuple once.</summary>
/// <param name="rule">How accumulators merge.</param>
/// <param name="reads">Finds keys in slices.</param>
/// <param name="hold">Keeps the batch view for snapshots; null when there is none.</param>
/// <param name="slices">The slices, oldest first.</param>
internal sealed class MergedParts<TKey, TAccumulator>(
    IMergeRule<TAccumulator> rule, SliceReads<TKey> reads, BatchHold<TKey, TAccumulator>? hold, ViewSlice<TKey, TAccumulator>[] slices)
    where TKey : notnull
{
    private readonly IHashedReads<TKey, TAccumulator>? _hashed = hold?.Batch as IHashedReads<TKey, TAccumulator>;

    public BatchHold<TKey, TAccumulator>? Hold => hold;

    public IBatchView<TKey, TAccumulator>? Batch { get; } = hold?.Batch;

    public int SliceCount => slices.Length;

    /// <summary>Reads a key: batch view and slices, merged.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="epoch">As of which epoch the slices are read.</param>
    /// <param name="accumulator">The accumulator, which must not be changed in place.</param>
    public bool TryRead(TKey key, uint hash, EpochId epoch, out TAccumulator accumulator)
    {
        var found = TryReadBatch(key, hash, out accumulator);
        return AddSlices(found, key, hash, epoch, ref accumulator);
    }

    public bool TryReadBatch(TKey key, uint hash, out TAccumulator accumulator)
    {
        if (_hashed is not null) return _hashed.TryGet(key, hash, out accumulator);
        if (Batch is not null) return Batch.TryGet(key, out accumulator!);
        accumulator = default!;
        return false;
    }

    /// <summary>Has one of the first slices the key?</summary>
    public bool IsInSliceBefore(int slice, TKey key, uint hash, EpochId epoch)
    {
        var (task, slot) = reads.PlaceOf(key, hash);
        return ViewSlice<TKey, TAccumulator>.HaveKey(slices.AsSpan(0, slice), task, key, slot, epoch);
    }

    /// <summary>The keys of a slice, in no order; the epoch is pinned.</summary>
    public IEnumerable<TKey> KeysOf(int slice, EpochId epoch) =>
        slices[slice].Tables.SelectMany(table => TableReader.ReadAll(table, epoch.Number)).Select(entry => entry.Key);

    /// <summary>All keys, each once, in no order; the epoch is pinned.</summary>
    public IEnumerable<TKey> Keys(Func<TKey, uint> hashOf, EpochId epoch)
    {
        foreach (var (key, _) in Batch?.All() ?? []) yield return key;
        for (var slice = 0; slice < slices.Length; slice++)
        {
            foreach (var key in KeysOf(slice, epoch))
            {
                var hash = hashOf(key);
                if (!TryReadBatch(key, hash, out _) && !IsInSliceBefore(slice, key, hash, epoch)) yield return key;
            }
        }
    }

    /// <summary>Merges what the slices have of a key into what the batch view has of it.</summary>
    public bool AddSlices(bool found, TKey key, uint hash, EpochId epoch, ref TAccumulator accumulator)
    {
        var isOwn = !RuntimeHelpers.IsReferenceOrContainsReferences<TAccumulator>(); // else what was read belongs to who gave it
        var (task, slot) = reads.PlaceOf(key, hash);
        foreach (var slice in slices)
        {
            if (!slice.TryRead(task, key, slot, epoch, out var part)) continue;
            if (!found)
            {
                (found, accumulator) = (true, part);
                continue;
            }
            if (!isOwn)
            {
                var own = rule.Zero();
                rule.Merge(ref own, accumulator);
                (isOwn, accumulator) = (true, own);
            }
            rule.Merge(ref accumulator, part);
        }
        return found;
    }
}
