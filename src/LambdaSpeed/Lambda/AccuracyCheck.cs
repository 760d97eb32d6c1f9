using LambdaSpeed.BatchViews;
using LambdaSpeed.Codecs;

namespace LambdaSpeed.Lambda;

/// <summary>Compares what readers had been shown as of a cut with what a batch view up to that cut says. Reads every key of both
/// once.</summary>
/// <param name="view">The view.</param>
/// <param name="schema">What both are made of.</param>
/// <param name="before">The former batch view and the slices between its cut and the new one's: nothing changes them any more.</param>
/// <param name="batch">The new batch view.</param>
/// <param name="options">How many keys are named, and which error is too great.</param>
internal sealed class AccuracyCheck<TKey, TAccumulator, TResult>(
    string view, BatchViewSchema<TKey, TAccumulator> schema, MergedParts<TKey, TAccumulator> before, IBatchView<TKey, TAccumulator> batch,
    MergedViewOptions options)
    where TKey : notnull
{
    private static readonly EpochId _end = new(long.MaxValue); // slices that have ended are read as they are

    private readonly IReadingRule<TAccumulator, TResult> _rule = (IReadingRule<TAccumulator, TResult>)schema.Rule;
    private readonly PriorityQueue<KeyAccuracy, double> _worst = new();
    private long _keys, _onlyRealtime, _onlyBatch, _differing; // compared so far
    private double _sum, _most;                                // of their errors

    public AccuracyReport Run()
    {
        foreach (var (key, right) in batch.All())
        {
            var found = before.TryRead(key, HashOf(key), _end, out var shown);
            if (!found) _onlyBatch++;
            Compare(key, found ? shown : _rule.Zero(), right, found);
        }
        foreach (var key in before.Keys(HashOf, _end))
        {
            if (batch.TryGet(key, out _)) continue;
            _onlyRealtime++;
            before.TryRead(key, HashOf(key), _end, out var shown);
            Compare(key, shown, _rule.Zero(), isInBoth: false);
        }
        var worst = new KeyAccuracy[_worst.Count];
        for (var i = worst.Length - 1; i >= 0; i--) worst[i] = _worst.Dequeue();
        var mean = _keys == 0 ? 0 : _sum / _keys;
        return new(view, batch.Identity.Cut, _keys, _onlyRealtime, _onlyBatch, _differing, mean, _most, worst, mean > options.ErrorLimit);
    }

    private void Compare(TKey key, in TAccumulator shown, in TAccumulator right, bool isInBoth)
    {
        _keys++;
        var (of, to) = (_rule.Result(shown), _rule.Result(right));
        var error = RelativeError.Of(of, to);
        if (error == 0 && isInBoth) return;
        _differing++;
        _sum += error;
        _most = Math.Max(_most, error);
        if (options.WorstKeys == 0) return;
        if (_worst.Count == options.WorstKeys)
        {
            if (_worst.TryPeek(out _, out var least) && least >= error) return;
            _worst.Dequeue();
        }
        _worst.Enqueue(new(key.ToString() ?? "", of, to, error), error);
    }

    private uint HashOf(TKey key) => KeyHash.Of(key, schema.KeyCodec);
}
