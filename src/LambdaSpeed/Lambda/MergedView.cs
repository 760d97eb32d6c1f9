using System.Diagnostics;
using LambdaSpeed.BatchViews;
using LambdaSpeed.Codecs;
using LambdaSpeed.Lambda;
using LambdaSpeed.State;
using LambdaSpeed.Views;

namespace LambdaSpeed;

/// <summary>The view that queries see: what the batch layer has computed up to a cut, merged with what the realtime view has accumulated
/// since.</summary>
/// <remarks>
/// <para>Safe from any thread. Reads of one key take no lock and allocate nothing for small accumulators; those of several hold one
/// epoch and one batch view for as long as they last. Reads are <see cref="ReadLevel.Committed"/>.</para>
/// <para>Publishing a batch view is one exchange: a read sees the former batch view with the slices above its cut, or the new one with
/// those above its own, so each tuple is counted once before, during and after.</para>
/// </remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
/// <typeparam name="TResult">What readers are given.</typeparam>
[DebuggerDisplay("{Name}, {Cut}")]
public sealed partial class MergedView<TKey, TAccumulator, TResult> : IViewReader<TKey, TResult>
    where TKey : notnull
{
    private const int Attempts = 4;

    private readonly RealtimeView<TKey, TAccumulator, TResult> _view;
    private readonly BatchViewSchema<TKey, TAccumulator> _schema;
    private readonly SliceReads<TKey> _reads;
    private readonly IReadingRule<TAccumulator, TResult> _rule;
    private readonly EpochPublication _publication;
    private readonly HandOver _handOver;
    private volatile MergedParts<TKey, TAccumulator> _parts; // what readers see; replaced whole under the view's gate

    /// <exception cref="BatchViewException">The batch view that was published before cannot be opened.</exception>
    internal MergedView(
        RealtimeView<TKey, TAccumulator, TResult> view, BatchViewSchema<TKey, TAccumulator> schema, EpochPublication publication,
        MergedViewOptions options, HandOver handOver)
    {
        _view = view;
        _schema = schema;
        _rule = (IReadingRule<TAccumulator, TResult>)schema.Rule;
        _reads = view.Reads(schema.KeyCodec);
        _publication = publication;
        _handOver = handOver;
        Options = options.Validated();
        lock (view.Gate)
        {
            _parts = new(schema.Rule, _reads, Reopen(view.Stack), view.Stack.Shown);
            view.Restacked = Restack;
        }
    }

    /// <inheritdoc/>
    public string Name => _view.Name;

    internal MergedViewOptions Options { get; }

    internal BatchViewSchema<TKey, TAccumulator> Schema => _schema;

    /// <summary>The cut of the batch view; null before the first one is published.</summary>
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
        var hash = KeyHash.Of(key, _schema.KeyCodec);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var epoch = _publication.Published;
            if (!TryReadNow(_parts, key, hash, epoch, out var found, out var accumulator)) continue; // the parts: after the epoch
            Volatile.ReadBarrier();
            if (_publication.Published != epoch) continue;
            value = _rule.Result(found ? accumulator : _rule.Zero());
            return found;
        }
        using var snapshot = Snapshot(); // epochs are being published faster than this thread reads
        return snapshot.TryGet(key, out value);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<TKey, TResult> GetMany(IEnumerable<TKey> keys)
    {
        using var snapshot = Snapshot();
        return snapshot.GetMany(keys);
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<TKey, TResult>> All()
    {
        using var snapshot = Snapshot();
        foreach (var pair in snapshot.All()) yield return pair;
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<TKey, TResult>> Range(TKey from, TKey to, IComparer<TKey>? comparer = null)
    {
        using var snapshot = Snapshot();
        return snapshot.Range(from, to, comparer);
    }

    /// <summary>Enumerates the keys of a range, in order. Looks at every key of the slices, and at the range alone in the batch
    /// view.</summary>
    /// <param name="range">The range.</param>
    /// <exception cref="InvalidOperationException">The keys have no order.</exception>
    public IEnumerable<KeyValuePair<TKey, TResult>> Scan(KeyRange<TKey> range)
    {
        using var snapshot = Snapshot();
        foreach (var pair in snapshot.Scan(range)) yield return pair;
    }

    /// <summary>The keys that rank highest, the highest first. Looks at every key.</summary>
    /// <typeparam name="TRank">By what they rank.</typeparam>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="rank">The rank of a result; of equal ones the key that comes first in the order of its bytes ranks higher.</param>
    public IReadOnlyList<KeyValuePair<TKey, TResult>> Top<TRank>(int count, Func<TResult, TRank> rank)
    {
        using var snapshot = Snapshot();
        return snapshot.Top(count, rank);
    }

    /// <summary>Holds one epoch and one batch view, for reads that must agree with each other. Dispose it soon.</summary>
    public MergedSnapshot<TKey, TAccumulator, TResult> Snapshot()
    {
        while (true)
        {
            var parts = _parts;
            if (parts.Hold?.TryEnter() == false) continue; // another has just taken its place
            var pin = new EpochPin(_publication);
            if (parts == _parts) return new(Name, _schema, parts, pin); // so they reach as far as the epoch
            pin.Dispose();
            parts.Hold?.Exit();
        }
    }

    /// <summary>Reads a key; false when its batch view was exchanged and disposed of before it was read.</summary>
    private bool TryReadNow(
        MergedParts<TKey, TAccumulator> parts, TKey key, uint hash, EpochId epoch, out bool found, out TAccumulator accumulator)
    {
        try
        {
            found = parts.TryRead(key, hash, epoch, out accumulator);
            return true;
        }
        catch (ObjectDisposedException) when (parts != _parts)
        {
            found = false;
            accumulator = default!;
            return false;
        }
    }
}
