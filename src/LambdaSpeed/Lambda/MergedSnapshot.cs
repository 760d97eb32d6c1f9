using System.Diagnostics;
using LambdaSpeed.BatchViews;
using LambdaSpeed.Codecs;
using LambdaSpeed.Lambda;
using LambdaSpeed.Views;

namespace LambdaSpeed;

/// <summary>A merged view as of one epoch and one batch view: whatever is read from it belongs together.</summary>
/// <remarks>Safe from any thread. Until it is disposed the old values of all that changes are kept.</remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
/// <typeparam name="TResult">What readers are given.</typeparam>
[DebuggerDisplay("{Name} as of {Epoch}")]
public sealed class MergedSnapshot<TKey, TAccumulator, TResult> : IViewSnapshot<TKey, TResult>, IAccumulators<TKey, TAccumulator>
    where TKey : notnull
{
    private readonly BatchViewSchema<TKey, TAccumulator> _schema;
    private readonly IReadingRule<TAccumulator, TResult> _rule;
    private readonly MergedParts<TKey, TAccumulator> _parts;
    private readonly EpochPin _pin;
    private int _isDisposed; // 0 or 1

    internal MergedSnapshot(
        string name, BatchViewSchema<TKey, TAccumulator> schema, MergedParts<TKey, TAccumulator> parts, EpochPin pin)
    {
        Name = name;
        _schema = schema;
        _rule = (IReadingRule<TAccumulator, TResult>)schema.Rule;
        _parts = parts;
        _pin = pin;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public EpochId Epoch => _pin.Epoch;

    /// <summary>The cut of the batch view; null when there is none.</summary>
    public Cut? Cut => _parts.Batch?.Identity.Cut;

    /// <inheritdoc/>
    public TResult Get(TKey key)
    {
        TryGet(key, out var value);
        return value;
    }

    /// <inheritdoc/>
    public bool TryGet(TKey key, out TResult value)
    {
        if (key is null) throw new ArgumentNullException(nameof(key), $"View '{Name}' has no key that is null.");
        var found = TryReadAccumulator(key, out var accumulator);
        value = _rule.Result(found ? accumulator : _rule.Zero());
        return found;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<TKey, TResult> GetMany(IEnumerable<TKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var found = new Dictionary<TKey, TResult>();
        foreach (var key in keys)
        {
            if (TryGet(key, out var value)) found[key] = value;
        }
        return found;
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<TKey, TResult>> All()
    {
        foreach (var (key, accumulator) in Accumulators()) yield return new(key, _rule.Result(accumulator));
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<TKey, TResult>> Range(TKey from, TKey to, IComparer<TKey>? comparer = null)
    {
        if (from is null) throw new ArgumentNullException(nameof(from));
        if (to is null) throw new ArgumentNullException(nameof(to));
        if (comparer is null && _schema.IsOrdered) return [.. Scan(KeyRange.Between(from, to))];
        var order = KeyOrder<TKey>.For(Name, comparer);
        return this.Where(key => order.Compare(key, from) >= 0 && order.Compare(key, to) < 0, order);
    }

    /// <summary>Enumerates the keys of a range, in order. Looks at every key of the slices, and at the range alone in the batch
    /// view.</summary>
    /// <param name="range">The range.</param>
    /// <exception cref="InvalidOperationException">The keys have no order.</exception>
    public IEnumerable<KeyValuePair<TKey, TResult>> Scan(KeyRange<TKey> range)
    {
        ArgumentNullException.ThrowIfNull(range);
        var (from, to) = range.BoundsIn(_schema.Keys);
        return Scan(range, SliceKeys(from, to));
    }

    /// <summary>The keys that rank highest, the highest first. Looks at every key.</summary>
    /// <typeparam name="TRank">By what they rank.</typeparam>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="rank">The rank of a result; of equal ones the key that comes first in the order of its bytes ranks higher.</param>
    public IReadOnlyList<KeyValuePair<TKey, TResult>> Top<TRank>(int count, Func<TResult, TRank> rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(rank);
        return new TopKeys<TKey, TResult, TRank>(_schema.Keys, count, rank).Of(All());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        _pin.Dispose();
        _parts.Hold?.Exit();
    }

    bool IAccumulators<TKey, TAccumulator>.TryReadAccumulator(TKey key, out TAccumulator accumulator) =>
        TryReadAccumulator(key, out accumulator);

    IEnumerable<KeyValuePair<TKey, TAccumulator>> IAccumulators<TKey, TAccumulator>.Accumulators() => Accumulators();

    private bool TryReadAccumulator(TKey key, out TAccumulator accumulator)
    {
        _pin.ThrowIfReleased(Name);
        return _parts.TryRead(key, HashOf(key), Epoch, out accumulator);
    }

    private IEnumerable<KeyValuePair<TKey, TAccumulator>> Accumulators()
    {
        foreach (var (key, accumulator) in _parts.Batch?.All() ?? []) yield return new(key, WithSlices(key, accumulator));
        for (var slice = 0; slice < _parts.SliceCount; slice++)
        {
            foreach (var key in KeysOf(slice))
            {
                if (IsBefore(slice, key)) continue;
                TryReadAccumulator(key, out var accumulator);
                yield return new(key, accumulator);
            }
        }
    }

    /// <summary>Walks through the batch view's range and the slices' keys at once.</summary>
    private IEnumerable<KeyValuePair<TKey, TResult>> Scan(KeyRange<TKey> range, List<(byte[] Bytes, TKey Key)> sliceKeys)
    {
        var next = 0;
        foreach (var (key, accumulator) in _parts.Batch?.Scan(range) ?? [])
        {
            var order = -1;
            for (; next < sliceKeys.Count && order < 0; next++)
            {
                order = -_schema.Keys.Compare(key, sliceKeys[next].Bytes);
                if (order > 0) break;
                if (order < 0) yield return new(sliceKeys[next].Key, Get(sliceKeys[next].Key));
            }
            yield return new(key, _rule.Result(WithSlices(key, accumulator)));
        }
        for (; next < sliceKeys.Count; next++) yield return new(sliceKeys[next].Key, Get(sliceKeys[next].Key));
    }

    private List<(byte[] Bytes, TKey Key)> SliceKeys(byte[] from, byte[]? to)
    {
        var keys = new List<(byte[] Bytes, TKey Key)>();
        for (var slice = 0; slice < _parts.SliceCount; slice++)
        {
            foreach (var key in KeysOf(slice))
            {
                if (_schema.Keys.Compare(key, from) < 0 || (to is not null && _schema.Keys.Compare(key, to) >= 0)) continue;
                if (!_parts.IsInSliceBefore(slice, key, HashOf(key), Epoch)) keys.Add((_schema.Keys.BytesOf(key), key));
            }
        }
        keys.Sort((left, right) => left.Bytes.AsSpan().SequenceCompareTo(right.Bytes));
        return keys;
    }

    private IEnumerable<TKey> KeysOf(int slice)
    {
        foreach (var key in _parts.KeysOf(slice, Epoch))
        {
            _pin.ThrowIfReleased(Name);
            yield return key;
        }
    }

    /// <summary>Has the batch view or a slice before this one the key, so that it was enumerated with that?</summary>
    private bool IsBefore(int slice, TKey key)
    {
        var hash = HashOf(key);
        return _parts.TryReadBatch(key, hash, out _) || _parts.IsInSliceBefore(slice, key, hash, Epoch);
    }

    private TAccumulator WithSlices(TKey key, TAccumulator accumulator)
    {
        _pin.ThrowIfReleased(Name);
        _parts.AddSlices(found: true, key, HashOf(key), Epoch, ref accumulator);
        return accumulator;
    }

    private uint HashOf(TKey key) => KeyHash.Of(key, _schema.KeyCodec);
}
