namespace LambdaSpeed.Tests.Fixtures;

/// <summary>Numbers from 0, a few after each publication: so there are many epochs, however long each takes. Can be read again.</summary>
/// <param name="count">How many.</param>
/// <param name="each">How many at most between two publications.</param>
/// <param name="run">The run, when it has started.</param>
/// <param name="mayEmit">Is asked with the next number; may fail. Null for always.</param>
internal sealed class PublicationPacedSpout(long count, int each, Func<TopologyRun?> run, Func<long, bool>? mayEmit = null)
    : Spout<long>, IPositionedSpout
{
    private long _next;
    private long _left;          // numbers that may come before the next epoch is published
    private EpochId? _published; // the epoch before it

    public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
    {
        if (_next >= count) return SpoutStatus.Ended;
        if (mayEmit?.Invoke(_next) == false) return SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(1));
        if (run() is { } started && started.PublishedEpoch != _published) (_published, _left) = (started.PublishedEpoch, each);
        for (limit = (int)Math.Min(limit, _left); limit > 0 && _next < count; limit--, _left--) output.Emit(_next++);
        return _left == 0 ? SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(1)) : SpoutStatus.Ready;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new LogPosition(0, _next));

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        foreach (var position in positions) _next = position.Offset;
    }
}
