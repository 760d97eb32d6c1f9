namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Numbers from 0 on, that can be read again; shows each to somebody before, who may fail the task.</summary>
internal sealed class NumbersSpout(int count, Action<long> meet) : Spout<long>, IPositionedSpout
{
    private long _next; // the number to emit

    public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
    {
        for (var left = Math.Min(limit, count - _next); left > 0; left--)
        {
            meet(_next);
            output.Emit(_next, new LogPosition(0, _next));
            _next++;
        }
        return _next < count ? SpoutStatus.Ready : SpoutStatus.Ended;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new(0, _next));

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        foreach (var position in positions) _next = position.Offset;
    }
}
