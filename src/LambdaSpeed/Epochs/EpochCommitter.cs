using LambdaSpeed.Outputs;
using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>Makes a sealed epoch durable: the sources first, then positions and changes in one atomic write; then releases its
/// outputs.</summary>
/// <remarks>One caller at a time, beside the tasks; blocks for as long as the disk needs. The tables are read at the sealed epoch while
/// their
/// owners go on writing to the next one.</remarks>
internal sealed class EpochCommitter : IDisposable
{
    private readonly ICheckpointJournal? _journal;
    private readonly StateDirectory _state;
    private readonly CutLedger? _cuts;
    private readonly IReadOnlyDictionary<(string Spout, int Task), IPositionedSpout> _sources;
    private readonly IReadOnlyList<IOutbox> _outboxes;
    private readonly ChangeGathering _tables = new();  // of what tasks keep by key
    private readonly ChangeGathering _outputs = new(); // of the outboxes: written after what was released before is durable
    private readonly bool _hasSharedSources;
    private EpochContent _content = null!; // of the epoch at hand; whoever works at it
    private IReadOnlyList<SpoutPositions>? _durable; // what the sources were told last; whoever works
    private bool _hasOutputs; // those of the epoch at hand are gathered: a commit that is tried again writes the same; whoever works
    private EpochContent? _told; // whose sections the store was told of last; whoever works

    /// <param name="journal">Where epochs are written; null when nothing is kept, and only outputs are to be released.</param>
    /// <param name="state">What they change; complete.</param>
    /// <param name="sources">The spouts that can be read again, by component and task.</param>
    /// <param name="cuts">The cuts; null where there are none.</param>
    public EpochCommitter(
        ICheckpointJournal? journal, StateDirectory state, IReadOnlyDictionary<(string Spout, int Task), IPositionedSpout> sources,
        CutLedger? cuts = null)
    {
        _cuts = cuts;
        _journal = journal;
        _state = state;
        _sources = sources;
        _hasSharedSources = sources.Values.Any(source => source is ISharedSource);
        _outboxes = [.. state.Sections.OfType<IOutbox>()];
        foreach (var outbox in _outboxes) outbox.Begin(journal?.Incarnation ?? 0);
    }

    /// <summary>What the epoch committed last consists of: for a snapshot of it.</summary>
    public EpochContent Content => _content;

    /// <summary>Would the store like the whole state?</summary>
    public bool WantsSnapshot => _journal is { WantsSnapshot: true };

    /// <summary>Releases the outputs of a durable epoch, each once. May be called again after it threw.</summary>
    public void ReleaseOutputs(EpochId committed)
    {
        foreach (var outbox in _outboxes) outbox.Release(committed);
    }

    /// <summary>Begins with a sealed epoch, before the next one ends; the answer is what is to be gathered before its commit.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="positions">Where its spouts stood.</param>
    public IReadOnlyList<GatheredPart> Begin(EpochId epoch, IReadOnlyList<SpoutPositions> positions)
    {
        if (_journal is null) return [];
        var slices = _cuts?.Capture();
        var state = _state.Capture();
        var manifest = new EpochManifest(
            _journal.Incarnation, positions, [.. state.Sections.Select(section => new SectionSchema(section.Name, section.Schema!))],
            slices is { } cut ? new(cut.Open, cut.Cuts, state.Slices) : null)
        {
            Keys = [.. state.Sections.OfType<IKeyedSection>().Where(section => section.IsCounted)
                .Select(section => new SectionKeys(section.Name, section.CountAsOf(epoch)))],
        };
        _content = new(epoch, manifest.ToBytes(), state);
        _hasOutputs = false;
        _tables.Begin(epoch, state.Sections.Where(section => section is not IOutbox));
        return _tables.Parts;
    }

    /// <summary>Returns when the epoch, of which all is gathered, is durable. May be called again for the same epoch after it
    /// threw.</summary>
    public void Commit(EpochId epoch, IReadOnlyList<SpoutPositions> positions)
    {
        if (_journal is null && !_hasSharedSources) return;
        foreach (var outbox in _outboxes) outbox.MakeDurable(); // what the checkpoint holds of them is about to be dropped
        if (_journal is null) return;
        foreach (var task in positions) SourceOf(task).MakeDurable([.. task.Positions]);
        if (!_hasOutputs) GatherOutputs(epoch);
        ChangeBlock[] blocks = [.. _tables.Blocks, .. _outputs.Blocks];
        _journal.Commit(epoch, _content.Manifest, blocks);
        if (_told is { } told && told.HasSameParts(_content)) return;

        _journal.Retain(_content.StoredSections());
        _told = _content;
    }

    private void GatherOutputs(EpochId epoch)
    {
        _outputs.Begin(epoch, _content.State.Sections.Where(section => section is IOutbox));
        foreach (var part in _outputs.Parts)
        {
            while (part.GatherSome())
            {
            }
        }
        _hasOutputs = true;
    }

    /// <summary>Lets go of outputs that nobody can need any more.</summary>
    public void Forget(EpochId oldestNeeded)
    {
        foreach (var outbox in _outboxes) outbox.Forget(oldestNeeded);
    }

    /// <summary>Tells the sources what is durable.</summary>
    public void TellSources(IReadOnlyList<SpoutPositions> positions)
    {
        _durable = positions;
        foreach (var task in positions) SourceOf(task).OnCommitted([.. task.Positions]);
    }

    /// <summary>Does somebody else go on with a source where this run ends?</summary>
    public bool HasSharedSources => _hasSharedSources;

    /// <summary>Nothing more is committed: makes the newest outputs durable where they go, and tells the sources once more, as with another
    /// epoch. What cannot be made durable now is left to the next start.</summary>
    public void End()
    {
        if (_durable is not { } positions) return;
        try
        {
            foreach (var outbox in _outboxes) outbox.MakeDurable();
        }
        catch (OutputException)
        {
            return;
        }
        TellSources(positions);
    }

    /// <summary>Begins to write the whole state, beside later commits.</summary>
    /// <param name="content">An epoch that is published.</param>
    /// <param name="publication">What readers see.</param>
    public SnapshotWriting BeginSnapshot(EpochContent content, EpochPublication publication) => new(
        _journal ?? throw new InvariantViolationException($"a snapshot of {content.Epoch} is to be written without a place for it"),
        content, publication);

    public void Dispose()
    {
        _tables.Dispose();
        _outputs.Dispose();
    }

    private IPositionedSpout SourceOf(SpoutPositions task) => _sources[(task.Spout, task.Task)];
}
