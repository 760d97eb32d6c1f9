namespace LambdaSpeed.Tests.Simulation;

/// <summary>A spout of which a test is told where it stands.</summary>
/// <param name="inner">Reads.</param>
/// <param name="onRead">Told after each call.</param>
internal sealed class WatchedSpout(ISpout<long> inner, Action<IPositionedSpout> onRead) : ISpout<long>, IPositionedSpout
{
    private readonly IPositionedSpout _positioned = (IPositionedSpout)inner;

    public string? SourceId => _positioned.SourceId;

    public ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken) => inner.OpenAsync(context, cancellationToken);

    public SpoutStatus Next(SpoutEmitter<long> output, int limit)
    {
        var status = inner.Next(output, limit);
        onRead(_positioned);
        return status;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => _positioned.CapturePositions(positions);

    public void Seek(IReadOnlyCollection<LogPosition> positions) => _positioned.Seek(positions);

    public void MakeDurable(IReadOnlyCollection<LogPosition> positions) => _positioned.MakeDurable(positions);

    public void OnCommitted(IReadOnlyCollection<LogPosition> positions) => _positioned.OnCommitted(positions);

    public ValueTask CloseAsync() => inner.CloseAsync();
}
