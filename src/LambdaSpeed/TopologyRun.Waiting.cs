namespace LambdaSpeed;

public sealed partial class TopologyRun
{
    private const int EpochsAskedFor = 2; // the first may have been under way before the spout saw the tuple

    /// <summary>Waits until a tuple's effect is in the committed views: read your own writes.</summary>
    /// <remarks>Ends the open epoch early, and shares it with all who wait at the same time. Returns when every tuple up to the position
    /// has been processed and committed, whatever became of it: it may have been filtered, skipped or dead-lettered. With
    /// <see cref="SpeedLayerOptions.TracksPositions"/> the result names the last two.</remarks>
    /// <param name="spout">The component that reads the tuple.</param>
    /// <param name="position">Where it stands in the spout's source: what appending to a <see cref="ReplayLog"/> answered.</param>
    /// <param name="cancellationToken">Gives up waiting; a timeout is a token that is cancelled after a time.</param>
    /// <returns>The epoch that committed it, or a later one, and which components are known to have given up on it.</returns>
    /// <exception cref="ArgumentException">The topology has no such spout, or it has no positions.</exception>
    /// <exception cref="RunFaultedException">The run has failed, or was aborted, before that.</exception>
    public async Task<UpdateResult> WaitForAsync(string spout, LogPosition position, CancellationToken cancellationToken = default)
    {
        RequirePositioned(spout);
        for (var asked = 0; ; asked++)
        {
            var published = _publication.Published;
            if (IsCommitted(spout, position, out var epoch))
            {
                await AwaitEpochAsync(epoch, cancellationToken).ConfigureAwait(false);
                return new UpdateResult(_publication.Published, FailuresOn(position));
            }
            var next = asked < EpochsAskedFor ? _attempt.RequestEpoch() : published.Next;
            await AwaitEpochAsync(next, cancellationToken).ConfigureAwait(false);
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

    private bool IsCommitted(string spout, LogPosition position, out EpochId epoch)
    {
        var committed = _attempt.Committed;
        epoch = committed.Epoch;
        foreach (var task in committed.Spouts)
        {
            if (task.Spout != spout) continue;
            foreach (var reached in task.Positions)
            {
                if (reached.Partition == position.Partition) return reached.Offset > position.Offset;
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
        if (!_plan.Options.TracksPositions || sources.Count() > 1) return null;

        return [.. attempt.Tasks.SelectMany(task => task.Stages).SelectMany(stage => stage.Context.Failures.Of(position))];
    }

    private async Task AwaitEpochAsync(EpochId epoch, CancellationToken cancellationToken)
    {
        if (await _publication.WaitForAsync(epoch, cancellationToken).ConfigureAwait(false)) return;

        throw new RunFaultedException(
            $"The run of topology '{Topology.Name}' ended before {epoch} was published; what had reached it is dropped.");
    }
}
