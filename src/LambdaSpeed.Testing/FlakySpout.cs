namespace LambdaSpeed.Testing;

/// <summary>The spout of one task of a flaky source.</summary>
/// <remarks>The engine finds out by type what a spout can do, so there are members of the family for what must not be said of others. What
/// is here says nothing wrong: a spout that has accepted nothing rests when it is stopped, and one that counts no bytes has read
/// none.</remarks>
internal class FlakySpout<T>(ISpout<T> inner, FlakySource<T> source) : ISpout<T>, IPositionedSpout, IMeasuredSpout, IAcceptingSpout
{
    private readonly IPositionedSpout _positioned = inner as IPositionedSpout ?? throw new ArgumentException(
        $"{inner.GetType().Name} has no positions, so a run could not go on behind a failure. Remedy: make it an " +
        $"{nameof(IPositionedSpout)}.",
        nameof(inner));
    private bool _isOpen;     // the inner spout was opened, so it has to be closed
    private bool _hasStopped; // nothing more is read

    public string? SourceId => _positioned.SourceId;

    public long BytesRead => (inner as IMeasuredSpout)?.BytesRead ?? 0;

    public bool CanContinue(string sourceId) => _positioned.CanContinue(sourceId);

    public ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken) => source.Opens.InjectAsync("opening", () =>
    {
        _isOpen = true;
        return inner.OpenAsync(context, cancellationToken);
    });

    public SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        var status = SpoutStatus.Idle;
        if (!_hasStopped) source.Polls.Inject("poll", () => status = inner.Next(output, Math.Min(limit, source.MostAtATime)));
        return status;
    }

    public void StopAccepting()
    {
        if (inner is IAcceptingSpout accepting) accepting.StopAccepting();
        else _hasStopped = true;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => _positioned.CapturePositions(positions);

    public void Seek(IReadOnlyCollection<LogPosition> positions) => source.Seeks.Inject("seek", () => _positioned.Seek(positions));

    public void CaptureEnds(ICollection<LogPosition> ends) => _positioned.CaptureEnds(ends);

    public void EndAt(IReadOnlyCollection<LogPosition> ends) => _positioned.EndAt(ends);

    public void MakeDurable(IReadOnlyCollection<LogPosition> positions) => source.Syncs.Inject(
        "sync", () => _positioned.MakeDurable(positions), failure => new IOException(failure.Message, failure));

    public void OnCommitted(IReadOnlyCollection<LogPosition> positions)
    {
        var notice = source.Notices.Begin("notice");
        if (notice.FailsBefore) return;
        _positioned.OnCommitted(positions);
        if (notice.FailsAfter) _positioned.OnCommitted(positions);
    }

    public ValueTask CloseAsync() => _isOpen ? inner.CloseAsync() : ValueTask.CompletedTask;
}
