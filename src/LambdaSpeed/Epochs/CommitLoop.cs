using LambdaSpeed.Components;
using LambdaSpeed.Diagnostics;
using LambdaSpeed.Invariants;
using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>Commits sealed epochs one after another beside the tasks, tries again while the store fails, and has the store's log shortened
/// now and then.</summary>
/// <remarks>
/// <code>
///        Begin           gathered         written           ┌──── failed: the spouts are held ────┐
///   Idle ─────► Gathering ───────► Writing ──────► Idle      │                                     ▼
///                                     └──────────────────────┘◄────── the delay has passed ───── Waiting ─── patience is over ──► failed
/// </code>
/// What the epoch changed is gathered by the workers, between the steps of tasks: a thread of its own would be one more than there are
/// cores, and take the core from a worker on which the others wait. What blocks, is done on other threads.
/// </remarks>
internal sealed class CommitLoop : IAsyncDisposable
{
    private static readonly TimeSpan _firstDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _longestDelay = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly EpochCommitter _committer;
    private readonly EpochPublication _publication;
    private readonly ICommitEvents _run;
    private readonly CommitLoopSettings _settings;
    private readonly ITimer _retry;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (EpochId Epoch, IReadOnlyList<SpoutPositions> Positions)? _pending; // the sealed epoch that is not durable yet; under the gate
    private EpochId? _leftOver;  // an epoch of a former life whose outputs are to be released first; under the gate
    private bool _isGathered;    // of the pending epoch; under the gate
    private int _gathering;      // parts of it that are being gathered; any worker
    private bool _isWorking;     // somebody releases or writes, or waits to do so again; under the gate
    private bool _isDurable;     // the pending epoch is written, its outputs are not all released; by whoever works
    private int _busy;           // pieces of work under way: a commit, a snapshot; under the gate
    private bool _isSnapshotting; // a snapshot is being written; under the gate
    private bool _isStopped;     // nothing more is begun; under the gate
    private long _failedSince;   // timestamp of the first failure of what is worked at; 0 when it has not failed. By whoever works
    private int _failures;       // since then; likewise

    public CommitLoop(EpochCommitter committer, EpochPublication publication, ICommitEvents run, CommitLoopSettings settings)
    {
        _committer = committer;
        _publication = publication;
        _run = run;
        _settings = settings;
        _retry = settings.Clock.CreateTimer(_ => TryStart(Work), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Releases what a former life left of the published epoch, before any other epoch is written. Returns at once.</summary>
    public void ReleaseLeftOver()
    {
        lock (_gate) _leftOver = _publication.Published;
        TryStart(GoOn);
    }

    /// <summary>Has an epoch committed. One at a time; returns at once.</summary>
    public void Begin(EpochId epoch, IReadOnlyList<SpoutPositions> positions)
    {
        lock (_gate)
        {
            Invariant.Require(_pending is null, $"{epoch} is to be committed while {_pending?.Epoch} is not durable yet");
            _pending = (epoch, positions);
            _isDurable = _isGathered = false;
            if (_isStopped) return;
            _busy++;
        }
        var parts = _committer.Begin(epoch, positions);
        _gathering = parts.Count;
        if (parts.Count == 0) EndGathering();
        foreach (var part in parts) _settings.Assist(() => GatherSome(part), part.NearThread);
    }

    /// <summary>Lets the write at hand finish and begins no other.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isStopped = true;
            if (_busy == 0) _stopped.TrySetResult();
        }
        await _retry.DisposeAsync().ConfigureAwait(false);
        await _stopped.Task.ConfigureAwait(false);
        if (_committer.HasSharedSources) await Task.Run(_committer.End).ConfigureAwait(false); // others go on from there
        _committer.Dispose();
    }

    /// <summary>A slice of the gathering of a part; false after its last one, which begins the writing if it is the last of all.</summary>
    private bool GatherSome(GatheredPart part)
    {
        try
        {
            if (part.GatherSome()) return true;
        }
        catch (Exception exception) // a codec's, say; the run ends, and with it this loop
        {
            lock (_gate) _isStopped = true;
            _run.CommitFailed(exception);
        }
        if (Interlocked.Decrement(ref _gathering) == 0) EndGathering();
        return false;
    }

    private void EndGathering()
    {
        lock (_gate) _isGathered = true;
        TryStart(GoOn);
        EndWork();
    }

    /// <summary>Has a piece of work done, unless the loop is stopped.</summary>
    private bool TryStart(Action work)
    {
        lock (_gate)
        {
            if (_isStopped) return false;
            _busy++;
        }
        _settings.Run(() =>
        {
            try
            {
                work();
            }
            catch (Exception exception) // whatever it is, it ends the run and not the process
            {
                _run.CommitFailed(exception);
            }
            EndWork();
        });
        return true;
    }

    private void EndWork()
    {
        lock (_gate)
        {
            if (--_busy == 0 && _isStopped) _stopped.TrySetResult();
        }
    }

    /// <summary>Does what there is to do, unless somebody is at it.</summary>
    private void GoOn()
    {
        lock (_gate)
        {
            if (_isWorking) return;
            _isWorking = true;
        }
        Work();
    }

    /// <summary>Releases what was left over, then writes the pending epoch; after a failure the retry goes on from here.</summary>
    private void Work()
    {
        while (true)
        {
            EpochId? leftOver;
            lock (_gate)
            {
                leftOver = _leftOver;
                _isWorking = !_isStopped && (leftOver is not null || (_pending is not null && _isGathered));
                if (!_isWorking) return;
            }
            if (!(leftOver is { } epoch ? TryReleaseLeftOver(epoch) : TryWrite())) return;
        }
    }

    private bool TryReleaseLeftOver(EpochId epoch)
    {
        if (!TryDo(epoch, () => _committer.ReleaseOutputs(epoch))) return false;

        lock (_gate) _leftOver = null;
        return true;
    }

    private bool TryWrite()
    {
        var (epoch, positions) = _pending!.Value;
        if (!TryDo(epoch, () => WriteAndRelease(epoch, positions))) return false;

        lock (_gate) _pending = null;
        _committer.TellSources(positions);
        var snapshot = _committer.WantsSnapshot ? _committer.Content : null;
        _run.Committed(epoch); // from here on the next epoch may be under way
        _committer.Forget(_publication.OldestNeeded());
        if (snapshot is not null) TrySnapshot(snapshot);
        return true;
    }

    private void WriteAndRelease(EpochId epoch, IReadOnlyList<SpoutPositions> positions)
    {
        if (!_isDurable)
        {
            _committer.Commit(epoch, positions);
            _isDurable = true;
            _run.Durable(epoch, positions); // whatever happens now, the run goes on from here
        }
        _committer.ReleaseOutputs(epoch);
    }

    /// <summary>Does something with a store or a log; false when it failed, and is tried again later or ends the run.</summary>
    private bool TryDo(EpochId epoch, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (IsWorthAnother(exception))
        {
            WaitAndRetry(epoch, exception);
            return false;
        }
        if (_failedSince != 0) _run.HoldSpouts(HoldReason.FailedCommit, false);
        _failedSince = 0;
        return true;
    }

    /// <summary>Is the same to be tried again? What a source has withdrawn was processed already: only going back mends that.</summary>
    private static bool IsWorthAnother(Exception exception) =>
        exception is CheckpointWriteException or OutputException or IOException or LogWriteException { IsWithdrawn: false };

    private void WaitAndRetry(EpochId epoch, Exception exception)
    {
        var now = _settings.Clock.GetTimestamp();
        if (_failedSince == 0)
        {
            (_failedSince, _failures) = (now, 0);
            _run.HoldSpouts(HoldReason.FailedCommit, true);
        }
        else if (exception is OutputException { IsOutage: true })
        {
            _failedSince = now; // patience is for what does not mend itself
        }
        else if (_settings.Clock.GetElapsedTime(_failedSince, now) >= _settings.Patience)
        {
            _run.CommitFailed(exception);
            return;
        }
        var delay = BackOff.Delay(_firstDelay, _longestDelay, ++_failures);
        LogMessages.CommitFailed(_settings.Logger, epoch.Number, delay, exception);
        _retry.Change(delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins to write the whole state beside the next commits, unless that is being done.</summary>
    private void TrySnapshot(EpochContent content)
    {
        lock (_gate)
        {
            if (_isSnapshotting) return;
            _isSnapshotting = true;
        }
        GoOnWithSnapshot(content, null);
    }

    private void GoOnWithSnapshot(EpochContent content, SnapshotWriting? writing)
    {
        if (!TryStart(() => WriteSnapshot(content, writing))) EndSnapshot(writing); // the next run will be asked for one again
    }

    private void WriteSnapshot(EpochContent content, SnapshotWriting? writing)
    {
        var hasMore = false;
        try
        {
            writing ??= _committer.BeginSnapshot(content, _publication);
            hasMore = writing.WriteSome();
        }
        catch (Exception exception) when (exception is CheckpointWriteException or IOException)
        {
            LogMessages.SnapshotFailed(_settings.Logger, content.Epoch.Number, exception); // the log just stays longer
        }
        finally
        {
            if (!hasMore) EndSnapshot(writing);
        }
        if (hasMore) GoOnWithSnapshot(content, writing);
    }

    private void EndSnapshot(SnapshotWriting? writing)
    {
        writing?.Dispose();
        lock (_gate) _isSnapshotting = false;
    }
}
