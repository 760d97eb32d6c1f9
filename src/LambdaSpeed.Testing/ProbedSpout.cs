namespace LambdaSpeed.Testing;

/// <summary>Asks a spout for one record at a time, and notes where it stands in between.</summary>
internal sealed class ProbedSpout(ISpout<long> inner, IReadOnlyCollection<LogPosition>? seek, SourceNotes notes, Action? fault)
    : ISpout<long>, IPositionedSpout, IConnectedSource
{
    private readonly IPositionedSpout _positioned = inner as IPositionedSpout
        ?? throw new ArgumentException($"{inner.GetType().Name} has no positions: it is no {nameof(IPositionedSpout)}.", nameof(inner));

    public string? SourceId => _positioned.SourceId;

    public SourceDescription Description => (inner as IConnectedSource)?.Description ?? new("unconnected", SourceState.Reading, null);

    public bool CanContinue(string sourceId) => _positioned.CanContinue(sourceId);

    public async ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        await inner.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        if (seek is not null) _positioned.Seek(seek);
    }

    public SpoutStatus Next(SpoutEmitter<long> output, int limit)
    {
        fault?.Invoke();
        NotePositions();
        var status = inner.Next(output, 1);
        NotePositions();
        return status;
    }

    public ValueTask CloseAsync() => inner.CloseAsync();

    public void CapturePositions(ICollection<LogPosition> positions) => _positioned.CapturePositions(positions);

    public void Seek(IReadOnlyCollection<LogPosition> positions) => _positioned.Seek(positions);

    public void CaptureEnds(ICollection<LogPosition> ends) => _positioned.CaptureEnds(ends);

    public void EndAt(IReadOnlyCollection<LogPosition> ends) => _positioned.EndAt(ends);

    public void MakeDurable(IReadOnlyCollection<LogPosition> positions) => _positioned.MakeDurable(positions);

    public void OnCommitted(IReadOnlyCollection<LogPosition> positions) => _positioned.OnCommitted(positions);

    private void NotePositions()
    {
        var positions = new List<LogPosition>();
        _positioned.CapturePositions(positions);
        notes.Note(positions);
    }
}
