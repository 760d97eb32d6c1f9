using LambdaSpeed.Components;
using LambdaSpeed.Diagnostics;
using LambdaSpeed.State;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Views;

/// <summary>Keeps an outside store up with a view: its whole content first, then the changes of each published epoch.</summary>
/// <remarks>Runs beside the topology and never slows it: a store that fails is tried again with growing delays, and then given what has
/// changed meanwhile. After the end of the run a bounded number of attempts is made.</remarks>
internal sealed class ViewFollower<TKey, TAccumulator, TValue>(
    RealtimeView<TKey, TAccumulator, TValue> view,
    EpochPublication publication,
    IViewStore<TKey, TValue> store,
    long incarnation,
    TimeProvider clock,
    ILogger logger)
    where TKey : notnull
{
    private const int AttemptsAfterEnd = 5;
    private static readonly TimeSpan _firstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestDelay = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or RunFaultedException))
        {
            LogMessages.FollowerGaveUp(logger, view.Name, exception);
            throw;
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var feed = new ViewFeed<TKey, TAccumulator, TValue>(view, publication);
        var own = 0L;
        await TryUntilDoneAsync(async () => own = await TakeIncarnationAsync(cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        var isFirst = true;
        do
        {
            var changes = feed.Collect();
            var mark = new ViewMark(own, new EpochId(feed.Seen));
            var content = isFirst;
            await TryUntilDoneAsync(
                () => content ? store.ReplaceAsync(view.Name, Content(changes), mark, cancellationToken)
                              : store.ApplyAsync(view.Name, changes, mark, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            isFirst = false;
        }
        while (await feed.WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The run's incarnation, or a later one where the store was written by a start that nothing counts any more: its checkpoints
    /// are gone, or there were none. The store refuses the starts before.</summary>
    private async ValueTask<long> TakeIncarnationAsync(CancellationToken cancellationToken)
    {
        var held = await store.ReadMarkAsync(view.Name, cancellationToken).ConfigureAwait(false);
        return held is { } mark ? Math.Max(incarnation, mark.Incarnation + 1) : incarnation;
    }

    private async Task TryUntilDoneAsync(Func<ValueTask> write, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                await write().ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (exception is not StaleWriterException && !cancellationToken.IsCancellationRequested)
            {
                delay = BackOff.Delay(_firstDelay, _longestDelay, attempt);
                LogMessages.FollowerFailed(logger, view.Name, attempt, delay, exception);
                if (publication.IsClosed && attempt >= AttemptsAfterEnd) throw;
            }
            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<KeyValuePair<TKey, TValue>> Content(List<ViewChange<TKey, TValue>> changes)
    {
        foreach (var change in changes) yield return new(change.Key, change.Value);
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
