using LambdaSpeed.BatchViews;
using LambdaSpeed.Codecs;

namespace LambdaSpeed.Lambda;

/// <summary>Compares key by key. Reads every key of both sides once.</summary>
/// <param name="view">The view.</param>
/// <param name="schema">What both are made of.</param>
/// <param name="before">The former batch view and the slices between its cut and the new one's: nothing changes them any more.</param>
/// <param name="batch">The new batch view.</param>
/// <param name="options">How many keys are named, and which error is too great.</param>
internal sealed class AccuracyCheck<TKey, TAccumulator, TResult>(
    string view, BatchViewSchema<TKey, TAccumulator> schema, MergedParts<TKey, TAccumulator> before, IBatchView<TKey, TAccumulator> batch,
    MergedViewOptions options) : IAccuracyCheck
    where TKey : notnull
{
    private static readonly EpochId _end = new(long.MaxValue); // slices that have ended are read as they are

    private readonly IReadingRule<TAccumulator, TResult> _rule = (IReadingRule<TAccumulator, TResult>)schema.Rule;
    private readonly AccuracyTally _tally = new(options);

    public AccuracyReport Run()
    {
        foreach (var (key, accumulator) in batch.All())
        {
            var right = _rule.Result(accumulator);
            if (before.TryRead(key, HashOf(key), _end, out var shown)) _tally.Compare(key, _rule.Result(shown), right);
            else _tally.OnlyBatch(key, Nothing, right, RelativeError.Of(Nothing, right));
        }
        foreach (var key in before.Keys(HashOf, _end))
        {
            if (batch.TryGet(key, out _)) continue;
            before.TryRead(key, HashOf(key), _end, out var accumulator);
            var shown = _rule.Result(accumulator);
            _tally.OnlyRealtime(key, shown, Nothing, RelativeError.Of(shown, Nothing));
        }
        return _tally.Report(view, batch.Identity.Cut);
    }

    private TResult Nothing => _rule.Result(_rule.Zero());

    private uint HashOf(TKey key) => KeyHash.Of(key, schema.KeyCodec);
}
