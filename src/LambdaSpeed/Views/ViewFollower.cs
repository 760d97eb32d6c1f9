using LambdaSpeed.Components;
using LambdaSpeed.Diagnostics;
using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>Keeps an outside store up with a view: its whole content first, then the changes of each published epoch.</summary>
/// <remarks>Runs beside the topology and never slows it: a store that fails is tried again with growing delays, and then given what has
/// changed meanwhile. One that has lost its content gets it whole. After the end of the run a bounded number of attempts is made.</remarks>
internal sealed class ViewFollower<TKey, TValue> : IViewFollower
    where TKey : notnull
{
    private const int AttemptsAfterEnd = 5;
    private static readonly TimeSpan _firstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestDelay = TimeSpan.FromSeconds(10);

    private readonly Func<ViewFeed<TKey, TValue>> _newFeed;
    private readonly EpochPublication _publication;
    private readonly MeteredViewStore<TKey, TValue> _store;
    private readonly FollowingSettings _settings;
    private volatile FollowerDescription _description; // replaced whole by the work, or by who leaves it behind

    /// <summary>Begins to follow.</summary>
    public ViewFollower(
        string view,
        Func<ViewFeed<TKey, TValue>> newFeed,
        EpochPublication publication,
        MeteredViewStore<TKey, TValue> store,
        FollowingSettings settings,
        CancellationToken cancellationToken)
    {
        View = view;
        _newFeed = newFeed;
        _publication = publication;
        _store = store;
        _settings = settings;
        _description = new(store.Name, EpochId.None, FollowerState.Following, null);
        Work = Task.Run(() => RunAsync(cancellationToken), CancellationToken.None); // a store may block: not the thread of the start
    }

    public string View { get; }

    public FollowerDescription Description => _description;

    public Task Work { get; }

    public void LeaveBehind(TimeSpan waited)
    {
        LogMessages.FollowerLeftBehind(_settings.Logger, View, _description.Store, waited);
        var failure = $"a call has not returned {waited} after the end of the run";
        _description = _description with { State = FollowerState.GivenUp, Failure = failure };
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(cancellationToken).ConfigureAwait(false);
            _description = _description with { State = FollowerState.Ended };
        }
        catch (Exception exception)
        {
            _description = _description with { State = FollowerState.GivenUp, Failure = _description.Failure ?? exception.Message };
            var isEndOfRun = exception is RunFaultedException || cancellationToken.IsCancellationRequested;
            if (!isEndOfRun) LogMessages.FollowerGaveUp(_settings.Logger, View, exception);
            throw;
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var own = 0L;
        await TryUntilDoneAsync(async () => own = await TakeIncarnationAsync(cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        while (!await FollowFromContentAsync(own, cancellationToken).ConfigureAwait(false))
        {
        }
    }

    /// <summary>Replaces the store's content, then keeps it up until the run has ended; false when the store has lost its content
    /// meanwhile.</summary>
    private async ValueTask<bool> FollowFromContentAsync(long incarnation, CancellationToken cancellationToken)
    {
        using var feed = _newFeed();
        ViewMark? since = null;
        do
        {
            var changes = feed.Collect();
            var mark = new ViewMark(incarnation, new EpochId(feed.Seen));
            var (basis, dropped) = (since, feed.Dropped);
            try
            {
                await TryUntilDoneAsync(
                    () => basis is null ? _store.ReplaceAsync(View, Content(changes), mark, cancellationToken)
                                        : _store.ApplyAsync(View, dropped, changes, basis.Value, mark, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (ViewContentLostException exception)
            {
                _description = _description with { State = FollowerState.Retrying, Failure = exception.Message };
                LogMessages.FollowerLostContent(_settings.Logger, View, _description.Store, exception);
                return false;
            }
            _description = _description with { Written = mark.Epoch, State = FollowerState.Following, Failure = null };
            since = mark;
        }
        while (await feed.WaitAsync(cancellationToken).ConfigureAwait(false));
        return true;
    }

    /// <summary>The run's incarnation, or a later one where the store was written by a start that nothing counts any more: its checkpoints
    /// are gone, or there were none. The store refuses the starts before.</summary>
    private async ValueTask<long> TakeIncarnationAsync(CancellationToken cancellationToken)
    {
        var held = await _store.ReadMarkAsync(View, cancellationToken).ConfigureAwait(false);
        return held is { } mark ? Math.Max(_settings.Incarnation, mark.Incarnation + 1) : _settings.Incarnation;
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
            catch (Exception exception) when (!IsForGood(exception) && !cancellationToken.IsCancellationRequested)
            {
                delay = BackOff.Delay(_firstDelay, _longestDelay, attempt);
                _description = _description with { State = FollowerState.Retrying, Failure = exception.Message };
                LogMessages.FollowerFailed(_settings.Logger, View, attempt, delay, exception);
                if (_publication.IsClosed && attempt >= AttemptsAfterEnd) throw;
            }
            await Task.Delay(delay, _settings.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsForGood(Exception exception) => exception is StaleWriterException or ViewContentLostException;

    private static async IAsyncEnumerable<KeyValuePair<TKey, TValue>> Content(List<ViewChange<TKey, TValue>> changes)
    {
        foreach (var change in changes) yield return new(change.Key, change.Value);
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
