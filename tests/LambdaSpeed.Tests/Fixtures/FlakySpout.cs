namespace LambdaSpeed.Tests.Fixtures;

/// <summary>Emits numbers from 0 and can be read again; fails (or rests) at one of them as often as it is told to.</summary>
internal sealed class FlakySpout(long count, long failsAt, Func<bool> mayFail, bool rests = false) : Spout<long>, IPositionedSpout
{
    private long _next;

    public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
    {
        for (var left = limit; left > 0 && _next < count; left--, _next++)
        {
            if (_next == failsAt && mayFail()) return rests ? SpoutStatus.Idle : throw new IOException("the source failed, as asked");
            output.Emit(_next, new LogPosition(0, _next));
        }
        return _next < count ? SpoutStatus.Ready : SpoutStatus.Ended;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new LogPosition(0, _next));

    public void Seek(IReadOnlyCollection<LogPosition> positions) => _next = positions.Single().Offset;
}
