namespace LambdaSpeed.Tests.Simulation;

/// <summary>Reads a few at a time, and fails when its world owes a fault.</summary>
/// <param name="inner">Reads.</param>
/// <param name="takesFault">Is this call to fail?</param>
/// <param name="onRead">Told where the source stands after each call.</param>
internal sealed class FaultySpout(ISpout<long> inner, Func<bool> takesFault, Action<IPositionedSpout>? onRead = null)
    : ISpout<long>, IPositionedSpout
{
    private readonly IPositionedSpout _positioned = (IPositionedSpout)inner;

    public string? SourceId => _positioned.SourceId;

    public ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken) => inner.OpenAsync(context, cancellationToken);

    public SpoutStatus Next(SpoutEmitter<long> output, int limit)
    {
        if (takesFault()) throw new IOException("the source failed, as the seed wanted");
        var status = inner.Next(output, Math.Min(limit, 3));
        onRead?.Invoke(_positioned);
        return status;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => _positioned.CapturePositions(positions);

    public void Seek(IReadOnlyCollection<LogPosition> positions) => _positioned.Seek(positions);

    public void MakeDurable(IReadOnlyCollection<LogPosition> positions) => _positioned.MakeDurable(positions);

    public void OnCommitted(IReadOnlyCollection<LogPosition> positions) => _positioned.OnCommitted(positions);

    public ValueTask CloseAsync() => inner.CloseAsync();
}
