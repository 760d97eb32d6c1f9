namespace LambdaSpeed.Sources;

/// <summary>Makes tuples from indices, each at its own moment.</summary>
/// <remarks>The moment of an index is counted from the first call, never from the tuple before: delays do not add up, and what a delay
/// has held back is made up for. After a resume the clock starts anew with the first index that is left.</remarks>
internal sealed class PacedGeneratorSpout<T>(Func<long, T> make, double perSecond, long count) : Spout<T>, IPositionedSpout
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    private readonly double _ticksPerTuple = TimeSpan.TicksPerSecond / perSecond;
    private TaskIndices _indices = null!; // this task's indices; set when opened
    private long _started;                // timestamp of the first call of Next
    private long _origin = -1;            // the index that was due then; -1 before that call

    public string? SourceId => _indices.SourceId;

    public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        _indices = new TaskIndices(context, count);
        return base.OpenAsync(context, cancellationToken);
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        var indices = _indices;
        if (_origin < 0)
        {
            _started = Context.TimeProvider.GetTimestamp();
            _origin = indices.Next - Context.TaskIndex;
        }
        var elapsed = Context.TimeProvider.GetElapsedTime(_started);
        for (var made = 0; made < limit; made++)
        {
            if (indices.IsAtEnd) return SpoutStatus.Ended;

            var wait = DueAfter(indices.Next) - elapsed;
            if (wait > TimeSpan.Zero) return SpoutStatus.PausedFor(wait > ShortestPause ? wait : ShortestPause);

            output.Emit(make(indices.Next), indices.Position);
            indices.Advance();
        }
        return indices.IsAtEnd ? SpoutStatus.Ended : SpoutStatus.Ready;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(_indices.Position);

    public void Seek(IReadOnlyCollection<LogPosition> positions) => _indices.Seek(positions);

    private TimeSpan DueAfter(long index)
    {
        var ticks = (index - _origin) * _ticksPerTuple;
        return ticks < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)ticks) : TimeSpan.MaxValue;
    }
}
