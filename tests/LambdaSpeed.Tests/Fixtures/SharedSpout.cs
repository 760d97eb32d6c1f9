namespace LambdaSpeed.Tests.Fixtures;

/// <summary>A source whose one partition is taken away when a test says so: numbers from 0 to an end, and then nothing.</summary>
internal sealed class SharedSpout(int count = 0, Exception? failure = null) : Spout<long>, IPositionedSpout, ISharedSource
{
    private readonly Lock _gate = new();
    private readonly List<long> _committed = []; // where each epoch stood that it was told of; under the gate
    private long _next;

    public string DividedBy => "the consumer group 'billing'";

    /// <summary>Where it stood in the epochs that it was told of, in order.</summary>
    public IReadOnlyList<long> Committed
    {
        get
        {
            lock (_gate) return [.. _committed];
        }
    }

    public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
    {
        if (_next == count && failure is not null) throw failure;
        if (_next == count) return SpoutStatus.Idle;
        output.Emit(_next, new LogPosition(0, _next));
        _next++;
        return SpoutStatus.Ready;
    }

    /// <summary>Has the run end its epoch.</summary>
    public void AskEpoch() => Context.RequestEpoch();

    public void CapturePositions(ICollection<LogPosition> positions)
    {
        if (count > 0) positions.Add(new(0, _next));
    }

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
    }

    public void OnCommitted(IReadOnlyCollection<LogPosition> positions)
    {
        lock (_gate) _committed.Add(positions.Count == 0 ? 0 : positions.Max(position => position.Offset));
    }
}
