using LambdaSpeed.Diagnostics;
using LambdaSpeed.Lambda;
using LambdaSpeed.Views;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed;

/// <content>Eventual accuracy: what approximations had been off by, as soon as the batch layer knows better.</content>
public sealed partial class MergedView<TKey, TAccumulator, TResult>
{
    private AccuracyReport? _accuracy; // the newest one; written by whoever has measured

    /// <summary>How near the realtime answers were to those of the batch view that was published last; null before the first comparison has
    /// ended.</summary>
    public AccuracyReport? Accuracy => Volatile.Read(ref _accuracy);

    /// <summary>Compares what had been shown with a batch view, where that is not done by key; set before the first
    /// publication.</summary>
    internal Func<MergedParts<TKey, TAccumulator>, IBatchView<TKey, TAccumulator>, IAccuracyCheck>? Comparison { get; init; }

    /// <summary>Begins to compare, beside everything else. Under the gate, so that both batch views are still there.</summary>
    private void MeasureAccuracy(
        ViewSlice<TKey, TAccumulator>[] before, BatchHold<TKey, TAccumulator>? former, BatchHold<TKey, TAccumulator> batch)
    {
        if (!Options.MeasuresAccuracy || _handOver.Logger is not { } logger) return;
        if (former?.TryEnter() == false || !batch.TryEnter()) return;
        var first = _view.Stack.Shown[0].Range.First;
        var parts = new MergedParts<TKey, TAccumulator>(
            _schema.Rule, _reads, former, [.. before.TakeWhile(slice => slice.Range.First < first)]);
        var check = Comparison?.Invoke(parts, batch.Batch)
            ?? new AccuracyCheck<TKey, TAccumulator, TResult>(Name, _schema, parts, batch.Batch, Options);
        new Thread(() => Measure(check, former, batch, logger)) { IsBackground = true, Name = $"{Name}-accuracy" }.Start();
    }

    private void Measure(
        IAccuracyCheck check, BatchHold<TKey, TAccumulator>? former, BatchHold<TKey, TAccumulator> batch,
        ILogger logger)
    {
        try
        {
            var report = check.Run();
            Volatile.Write(ref _accuracy, report);
            LambdaSpeedTelemetry.AccuracyError.Record(report.MeanError, new KeyValuePair<string, object?>("lambdaspeed.view", Name));
            if (report.IsOverLimit) LogMessages.Inaccurate(logger, report);
            else LogMessages.Accurate(logger, report);
            Options.OnAccuracy?.Invoke(report);
        }
        catch (Exception exception) // a batch view's disk, a key's ToString, the caller's own: nothing but the report is lost
        {
            LogMessages.AccuracyFailed(logger, Name, exception);
        }
        finally
        {
            former?.Exit();
            batch.Exit();
        }
    }
}
