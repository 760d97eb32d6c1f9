using LambdaSpeed.Diagnostics;
using LambdaSpeed.Epochs;
using LambdaSpeed.Outputs;
using LambdaSpeed.Tasks;

namespace LambdaSpeed;

internal sealed partial class RunAttempt
{
    /// <summary>Opens every component, senders first.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        foreach (var stage in _tasks.SelectMany(task => task.Stages))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await stage.OpenAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw; // the start was given up; any other cancellation is a time-out of the component's own
            }
            catch (Exception exception) when (exception is not TaskFailedException)
            {
                throw TaskFailures.Of(stage.Context, "opening", exception);
            }
        }
    }

    /// <summary>Fills the state with what the newest checkpoint holds; answers where its spouts stood. After opening.</summary>
    /// <exception cref="StateMismatchException">The topology does not fit the checkpoint.</exception>
    /// <exception cref="CheckpointException">The checkpoint cannot be read.</exception>
    public IReadOnlyList<SpoutPositions> Load(ICheckpointJournal journal)
    {
        Require(StateCompatibility.Unstorable(State));
        Attach(journal);
        if (journal.Latest is not { } latest) return [];

        var manifest = EpochManifest.FromBytes(latest.Manifest.Span);
        if (manifest.Slices is { } slices) Divide(slices);
        Require(StateCompatibility.Differences(manifest, State, SourcesByName()));
        JournaledState.Load(State, journal, manifest.Keys);
        foreach (var view in SlicedViews) view.Loaded();
        return manifest.Spouts;
    }

    /// <summary>Divides the views as the checkpoint has them, before what each slice holds is loaded.</summary>
    private void Divide(SliceManifest slices)
    {
        _cuts.Restore(slices);
        foreach (var view in SlicedViews)
        {
            view.Divide(State.Published, slices.Views.FirstOrDefault(saved => saved.View == view.Name), slices.Open);
        }
    }

    /// <inheritdoc cref="CloseAsync"/>
    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    /// <summary>Takes over the state of an ended attempt as of the published epoch.</summary>
    /// <param name="predecessor">The attempt.</param>
    /// <param name="journal">Where both commit; null when they do not.</param>
    public void TakeOver(RunAttempt predecessor, ICheckpointJournal? journal)
    {
        if (journal is not null) Attach(journal);
        State.TakeOver(predecessor.State);
    }

    private void Attach(ICheckpointJournal journal) => JournaledState.Attach(State, journal, _epochs.NoteFull);

    /// <summary>Has the spouts continue where they stood. After opening and before the start.</summary>
    public void Seek(IReadOnlyList<SpoutPositions> positions)
    {
        foreach (var task in _tasks)
        {
            if (task.Spout is not { } spout) continue;
            var component = task.Stages[0].Context.Component.Component;
            spout.Seek([.. positions.Where(other => other.Spout == component)]);
        }
        Volatile.Write(ref _committed, new(_publication.Published, positions));
        _begun = positions;
    }

    /// <summary>Notes where the spouts stand as where a restart goes on: at the start, since a start at the log's end, say, is another one
    /// by then. Not while tasks are stepped.</summary>
    public void NoteWhereSpoutsStand()
    {
        var spouts = _tasks.Select(task => task.Spout).OfType<SpoutHead>().ToList();
        foreach (var spout in spouts) spout.NoteWhereItStands();
        Volatile.Write(ref _committed, new(_publication.Published, [.. spouts.Select(spout => spout.Positions).OfType<SpoutPositions>()]));
        _begun = Committed.Spouts;
    }

    /// <summary>Was the tuple at a position read by this attempt, so that it may know what became of it?</summary>
    public bool Covers(LogPosition position) => _begun
        .SelectMany(task => task.Positions)
        .Any(begun => begun.Partition == position.Partition && begun.Offset <= position.Offset);

    /// <summary>Lets the tasks run. A failure to do so is the attempt's.</summary>
    /// <param name="journal">Where epochs are committed; null to publish them without.</param>
    public void Start(ICheckpointJournal? journal)
    {
        try
        {
            Begin(journal);
        }
        catch (Exception exception) // whatever it is, it ends the run and not the supervision of it
        {
            Abandon(exception);
        }
    }

    private void Begin(ICheckpointJournal? journal)
    {
        if (_plan.Options.RecomputedUpTo is { } cut)
        {
            foreach (var task in _tasks) task.Spout?.ReplayUpTo(cut);
        }
        State.Filled();
        var hasOutputs = State.Sections.OfType<IOutbox>().Any();
        if (journal is not null || hasOutputs || SharedSpouts.Any())
        {
            var committer = new EpochCommitter(journal, State, Sources(), _cuts);
            _commits = new CommitLoop(committer, _publication, new Events(this),
                new(_threads.Run, Assist, _plan.Options.TimeProvider, _plan.Options.CommitPatience, _logger));
            if (hasOutputs) _commits.ReleaseLeftOver();
        }
        foreach (var pool in _pools) pool.Start();
        foreach (var task in _tasks)
        {
            task.StartTicking(_plan.Options.TimeProvider);
            task.Wake();
        }
        _epochs.StartCutting(_cuts.Newest?.MadeAt);
    }

    /// <summary>Ends all stepping and committing, then closes every component; what the published epoch holds stays readable.</summary>
    /// <returns>The first failure to close, if any.</returns>
    public async Task<Exception?> CloseAsync()
    {
        foreach (var pool in _pools) await pool.StopAsync().ConfigureAwait(false);
        foreach (var task in _tasks) task.StopTimers();
        if (_commits is not null) await _commits.DisposeAsync().ConfigureAwait(false); // the write at hand may still succeed
        _epochs.Dispose();
        if (Committed.Epoch > _publication.Published) _publication.Publish(Committed.Epoch); // durable, but its outputs failed
        var reached = WhereSpoutsStand();
        if (_plan.Options.Guarantee == DeliveryGuarantee.AtMostOnce && reached is not null) // a restart goes on behind what was read
        {
            Volatile.Write(ref _committed, new(_publication.Published, reached));
        }
        _close = new Close(_publication.Published, reached);
        Exception? failure = null;
        foreach (var stage in _tasks.SelectMany(task => task.Stages))
        {
            try
            {
                await stage.CloseAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                LogMessages.CloseFailed(_logger, stage.Context.Component.Component, stage.Context.Component.TaskIndex, exception);
                failure ??= TaskFailures.Of(stage.Context, "closing", exception);
            }
        }
        var disposing = await DisposeScopesAsync().ConfigureAwait(false);
        return failure ?? disposing;
    }

    private async Task<Exception?> DisposeScopesAsync()
    {
        try
        {
            await _scopes.DisposeAsync().ConfigureAwait(false);
            return null;
        }
        catch (TaskFailedException exception)
        {
            LogMessages.CloseFailed(_logger, exception.Component, exception.TaskIndex, exception);
            return exception;
        }
    }

    /// <summary>Where the spouts stand after their last turn; null when one that has failed does not know.</summary>
    private List<SpoutPositions>? WhereSpoutsStand()
    {
        var spouts = _tasks.Select(task => task.Spout).OfType<SpoutHead>().ToList();
        try
        {
            foreach (var spout in spouts) spout.NoteWhereItStands();
        }
        catch (TaskFailedException)
        {
            return null; // at most once, the positions of the last epoch must do then, as after at least once
        }
        return [.. spouts.Select(spout => spout.Positions).OfType<SpoutPositions>()];
    }

    private void Require(IEnumerable<TopologyProblem> problems)
    {
        TopologyProblem[] found = [.. problems];
        if (found.Length > 0) throw new StateMismatchException(_plan.Topology.Name, found);
    }

    private Dictionary<(string Spout, int Task), IPositionedSpout> Sources() => _tasks
        .Where(task => task.Spout?.Positioned is not null)
        .ToDictionary(
            task => (task.Stages[0].Context.Component.Component, task.Stages[0].Context.Component.TaskIndex),
            task => task.Spout!.Positioned!);

    private Dictionary<string, IPositionedSpout> SourcesByName() => Sources()
        .DistinctBy(source => source.Key.Spout)
        .ToDictionary(source => source.Key.Spout, source => source.Value);
}
