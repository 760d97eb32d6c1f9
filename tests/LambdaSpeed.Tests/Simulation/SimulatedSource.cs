namespace LambdaSpeed.Tests.Simulation;

/// <summary>A spout that emits as many at a time as the seed says, and can be told to lie about what is durable.</summary>
internal sealed class SimulatedSource(ISpout<long> inner, SimulatedWorld world) : ISpout<long>, IPositionedSpout
{
    private readonly IPositionedSpout _positioned = (IPositionedSpout)inner;

    public string? SourceId => _positioned.SourceId;

    public ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken) => inner.OpenAsync(context, cancellationToken);

    public SpoutStatus Next(SpoutEmitter<long> output, int limit) => inner.Next(output, Math.Min(limit, world.AtATime()));

    public void CapturePositions(ICollection<LogPosition> positions) => _positioned.CapturePositions(positions);

    public void Seek(IReadOnlyCollection<LogPosition> positions) => _positioned.Seek(positions);

    public void MakeDurable(IReadOnlyCollection<LogPosition> positions)
    {
        if (world.Defect != Defect.CommitsBeforeTheSourceIsDurable) _positioned.MakeDurable(positions);
    }

    public void OnCommitted(IReadOnlyCollection<LogPosition> positions) => _positioned.OnCommitted(positions);

    public ValueTask CloseAsync() => inner.CloseAsync();
}
