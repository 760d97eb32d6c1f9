namespace LambdaSpeed.Durability.Measuring;

/// <summary>A <see cref="LapSpout"/> that emits no more than is due.</summary>
internal sealed class PacedLaps(long[] values, long total, Pace pace) : Spout<long>, IPositionedSpout
{
    private readonly LapSpout _laps = new(values, total);

    public override async ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        await base.OpenAsync(context, cancellationToken);
        await _laps.OpenAsync(context, cancellationToken);
    }

    public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
    {
        var due = (pace.Due() / Context.TaskCount) - _laps.Emitted;
        return due <= 0 ? SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(1)) : _laps.Next(output, (int)Math.Min(limit, due));
    }

    public void CapturePositions(ICollection<LogPosition> positions) => _laps.CapturePositions(positions);

    public void Seek(IReadOnlyCollection<LogPosition> positions) => _laps.Seek(positions);
}
