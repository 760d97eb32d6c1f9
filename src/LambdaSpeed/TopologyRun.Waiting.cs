using LambdaSpeed.Epochs;

namespace LambdaSpeed;

public sealed partial class TopologyRun
{
    private const int EpochsAskedFor = 2; // the first may have been under way before the spout saw the tuple

    /// <summary>Waits until a tuple's effect is in the committed views: read your own writes.</summary>
    /// <remarks>Ends the open epoch early, and shares it with all who wait at the same time. Returns when every tuple up to the position
    /// has been processed and committed, whatever became of it: it may have been filtered, skipped or dead-lettered. With
    /// <see cref="SpeedLayerOptions.TracksPositions"/> the result names the last two. A tuple that an
    /// <see cref="AsyncBolt{TIn, TOut}"/> holds is committed, but what its call will emit is in no view yet.</remarks>
    /// <param name="spout">The component that reads the tuple.</param>
    /// <param name="position">Where it stands in the spout's source: what appending to a <see cref="ReplayLog"/> answered.</param>
    /// <param name="cancellationToken">Gives up waiting; a timeout is a token that is cancelled after a time.</param>
    /// <returns>The epoch that committed it, or a later one, and which components are known to have given up on it.</returns>
    /// <exception cref="ArgumentException">The topology has no such spout, or it has no positions.</exception>
    /// <exception cref="RunFaultedException">The run has failed, or was aborted, before that.</exception>
    public async Task<UpdateResult> WaitForAsync(string spout, LogPosition position, CancellationToken cancellationToken = default)
    {
        RequirePositioned(spout);
        ArgumentOutOfRangeException.ThrowIfNegative(position.Partition, nameof(position));
        ArgumentOutOfRangeException.ThrowIfNegative(position.Offset, nameof(position));
        for (var asking = Asking(); ; asking = Asking(asking))
        {
            var published = _publication.Published;
            var committed = _attempt.Committed;
            if (IsCommitted(committed, spout, position))
            {
                await AwaitEpochAsync(committed.Epoch, cancellationToken).ConfigureAwait(false);
                return new UpdateResult(_publication.Published, FailuresOn(position));
            }
            await AwaitNextAsync(asking, published, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Appends an event to a log that a spout of this run reads, and waits until its effect is in the committed views. Its
    /// durability comes with the commit: one sync for all that wait at the same time.</summary>
    /// <typeparam name="T">The events.</typeparam>
    /// <param name="spout">The component that reads the log.</param>
    /// <param name="writer">Appends to the log.</param>
    /// <param name="value">The event.</param>
    /// <param name="cancellationToken">Gives up waiting; the event stays appended.</param>
    /// <returns>The epoch that committed it, or a later one, and which components are known to have given up on it.</returns>
    /// <exception cref="LogWriteException">The event could not be appended, or was withdrawn because it could not be made durable: append
    /// it
    /// again.</exception>
    /// <inheritdoc cref="WaitForAsync"/>
    public async Task<UpdateResult> UpdateAsync<T>(
        string spout, ReplayLogWriter<T> writer, T value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RequirePositioned(spout, writer.Log.Id);
        var position = writer.Append(value, timestamp: null, out var generation);
        var result = await WaitForAsync(spout, position, cancellationToken).ConfigureAwait(false);
        writer.Log.RequireKept(position, generation); // else the offset that was waited for may be another event's
        return result;
    }

    private void RequirePositioned(string spout, string? source = null)
    {
        var positioned = _attempt.Tasks.Where(task => task.Stages[0].Context.Component.Component == spout)
            .Select(task => task.Spout?.Positioned).OfType<IPositionedSpout>().FirstOrDefault() ?? throw new ArgumentException(
                $"Topology '{Topology.Name}' has no spout '{spout}' that has positions: there is nothing to wait for.", nameof(spout));
        if (source is not null && positioned.SourceId is { } other && other != source) throw new ArgumentException(
            $"Spout '{spout}' of topology '{Topology.Name}' reads the log {other}, and the writer appends to the log {source}. " +
            "Remedy: take a writer of the log that the spout reads.", nameof(source));
    }

    /// <summary>Waits until all that failed attempts had read is read again and published.</summary>
    private async Task CatchUpAsync(IReadOnlyCollection<(string Spout, LogPosition Next)> owed, CancellationToken cancellationToken)
    {
        for (var asking = Asking(); owed.Count > 0; asking = Asking(asking))
        {
            var published = _publication.Published;
            var committed = _attempt.Committed;
            if (owed.All(place => IsCommitted(committed, place.Spout, place.Next with { Offset = place.Next.Offset - 1 })))
            {
                await AwaitEpochAsync(committed.Epoch, cancellationToken).ConfigureAwait(false);
                return;
            }
            await AwaitNextAsync(asking, published, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What a failed attempt had read must come again.</summary>
    private void RequireReachable(RunAttempt failed)
    {
        if (!failed.KnowsReached) throw new PublicationLostException(
            Topology.Name, "a spout that has failed cannot say how far it had come", failed.Fault);
        if (IsWithdrawal(failed.Fault)) throw new PublicationLostException(
            Topology.Name, "its source has withdrawn some of it, as the disk failed to make it durable", failed.Fault);
    }

    /// <summary>Whom to ask for an epoch, and how often he was asked before: another attempt knows nothing of what the one before was
    /// asked.</summary>
    private (RunAttempt Attempt, int Times) Asking((RunAttempt Attempt, int Times) before = default)
    {
        var attempt = _attempt;
        return (attempt, attempt == before.Attempt ? before.Times + 1 : 0);
    }

    /// <summary>Waits for an epoch that is asked for the first few times, then for whichever comes.</summary>
    private Task AwaitNextAsync((RunAttempt Attempt, int Times) asking, EpochId published, CancellationToken cancellationToken) =>
        AwaitEpochOfAsync(
            asking.Attempt, asking.Times < EpochsAskedFor ? asking.Attempt.RequestEpoch() : published.Next, cancellationToken);

    /// <summary>Waits until an epoch is published, or nobody owes it any more since another attempt goes on.</summary>
    private async Task AwaitEpochOfAsync(RunAttempt attempt, EpochId epoch, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var published = AwaitEpochAsync(epoch, waiting.Token);
        if (await Task.WhenAny(published, attempt.Superseded).ConfigureAwait(false) != published)
        {
            await waiting.CancelAsync().ConfigureAwait(false);
            await published.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }
        await published.ConfigureAwait(false);
    }

    /// <summary>Is what a failure came of gone from its source?</summary>
    private static bool IsWithdrawal(Exception? fault)
    {
        for (; fault is not null and not OutputException; fault = fault.InnerException) // an output's log is no source
        {
            if (fault is LogWriteException { IsWithdrawn: true } or LogPositionException) return true;
        }
        return false;
    }

    private static bool IsCommitted(CommittedEpoch committed, string spout, LogPosition position)
    {
        foreach (var task in committed.Spouts)
        {
            if (task.Spout != spout) continue;
            foreach (var reached in task.Positions)
            {
                if (reached.Partition == position.Partition && reached.Offset > position.Offset) return true;
            }
        }
        return false;
    }

    /// <summary>A position names a tuple only where there is one source of positions.</summary>
    private TupleFailedException[]? FailuresOn(LogPosition position)
    {
        var attempt = _attempt;
        var sources = attempt.Tasks.Where(task => task.Spout?.Positioned is not null)
            .Select(task => task.Stages[0].Context.Component.Component).Distinct();
        if (!_plan.Options.TracksPositions || sources.Count() > 1 || !attempt.Covers(position)) return null;

        var failures = attempt.Tasks.SelectMany(task => task.Stages).Select(stage => stage.Context.Failures).ToList();
        TupleFailedException[] found = [.. failures.SelectMany(some => some.Of(position))];
        return found.Length == 0 && failures.Any(some => some.MayHaveForgotten(position)) ? null : found;
    }

    private async Task AwaitEpochAsync(EpochId epoch, CancellationToken cancellationToken)
    {
        if (await _publication.WaitForAsync(epoch, cancellationToken).ConfigureAwait(false)) return;

        throw new RunFaultedException(
            $"The run of topology '{Topology.Name}' ended before {epoch} was published; what had reached it is dropped.");
    }
}
