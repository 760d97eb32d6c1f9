using System.Runtime.CompilerServices;
using LambdaSpeed.BatchViews;

namespace LambdaSpeed.Lambda;

/// <summary>What a merged view is made of at one moment: a batch view and the slices above its cut. Replaced whole; a read that has it sees
/// every tuple once.</summary>
internal sealed class MergedParts<TKey, TAccumulator>
    where TKey : notnull
{
    private readonly IMergeRule<TAccumulator> _rule;
    private readonly ISlice<TKey, TAccumulator>[] _slices;
    private readonly IHashedReads<TKey, TAccumulator>? _hashed; // the batch view, when it can be read by hash

    public MergedParts(IMergeRule<TAccumulator> rule, BatchHold<TKey, TAccumulator>? hold, IEnumerable<ISlice<TKey, TAccumulator>> slices)
    {
        _rule = rule;
        _slices = [.. slices];
        Hold = hold;
        Batch = hold?.Batch;
        _hashed = Batch as IHashedReads<TKey, TAccumulator>;
    }

    /// <summary>Keeps the batch view for snapshots; null when there is none.</summary>
    public BatchHold<TKey, TAccumulator>? Hold { get; }

    public IBatchView<TKey, TAccumulator>? Batch { get; }

    public IReadOnlyList<ISlice<TKey, TAccumulator>> Slices => _slices;

    /// <summary>What holds the slices' content now.</summary>
    public object[] Capture() => Array.ConvertAll(_slices, slice => slice.Parts);

    /// <summary>Is what was captured still what holds the content?</summary>
    public bool IsCurrent(object[] captured)
    {
        for (var i = 0; i < _slices.Length; i++)
        {
            if (!ReferenceEquals(_slices[i].Parts, captured[i])) return false;
        }
        return true;
    }

    /// <summary>Reads a key: batch view and slices, merged.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="epoch">As of which epoch the slices are read.</param>
    /// <param name="captured">What to read the slices in; null for what holds them now.</param>
    /// <param name="accumulator">The accumulator, which must not be changed in place.</param>
    public bool TryRead(TKey key, uint hash, EpochId epoch, object[]? captured, out TAccumulator accumulator)
    {
        var found = TryReadBatch(key, hash, out accumulator);
        return AddSlices(found, key, hash, epoch, captured, ref accumulator);
    }

    public bool TryReadBatch(TKey key, uint hash, out TAccumulator accumulator)
    {
        if (_hashed is not null) return _hashed.TryGet(key, hash, out accumulator);
        if (Batch is not null) return Batch.TryGet(key, out accumulator!);
        accumulator = default!;
        return false;
    }

    public bool TryReadSlice(int slice, TKey key, uint hash, EpochId epoch, object[] captured) =>
        _slices[slice].TryRead(captured[slice], key, hash, epoch, out _);

    /// <summary>Merges what the slices have of a key into what the batch view has of it.</summary>
    public bool AddSlices(bool found, TKey key, uint hash, EpochId epoch, object[]? captured, ref TAccumulator accumulator)
    {
        var isOwn = !RuntimeHelpers.IsReferenceOrContainsReferences<TAccumulator>(); // else what was read belongs to who gave it
        for (var i = 0; i < _slices.Length; i++)
        {
            var slice = _slices[i];
            if (!slice.TryRead(captured is null ? slice.Parts : captured[i], key, hash, epoch, out var part)) continue;
            if (!found)
            {
                (found, accumulator) = (true, part);
                continue;
            }
            if (!isOwn)
            {
                var own = _rule.Zero();
                _rule.Merge(ref own, accumulator);
                (isOwn, accumulator) = (true, own);
            }
            _rule.Merge(ref accumulator, part);
        }
        return found;
    }
}
