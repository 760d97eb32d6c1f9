namespace LambdaSpeed.Tasks;

/// <summary>The tuples that a stage gave up on lately, by their source positions: for callers who wait for theirs.</summary>
/// <remarks>Noted by the owning task's step, on a failure alone; asked by anyone.</remarks>
internal sealed class RecentFailures
{
    private const int Kept = 256;

    private readonly Lock _gate = new();
    private readonly Queue<TupleFailedException> _failures = new(); // the newest, in order; under the gate
    private readonly Dictionary<int, long> _forgotten = [];         // by partition, the last offset of one that is forgotten; likewise

    public void Note(TupleFailedException failure)
    {
        if (failure.Position is null) return; // positions are not carried along

        lock (_gate)
        {
            if (_failures.Count == Kept && _failures.Dequeue().Position is { } oldest)
            {
                _forgotten[oldest.Partition] = Math.Max(oldest.Offset, _forgotten.GetValueOrDefault(oldest.Partition, -1));
            }
            _failures.Enqueue(failure);
        }
    }

    /// <summary>May something that was noted of a tuple from a position be forgotten?</summary>
    public bool MayHaveForgotten(LogPosition position)
    {
        lock (_gate) return _forgotten.TryGetValue(position.Partition, out var last) && position.Offset <= last;
    }

    /// <summary>What was noted of tuples that came from a position.</summary>
    public TupleFailedException[] Of(LogPosition position)
    {
        lock (_gate) return [.. _failures.Where(failure => failure.Position == position)];
    }
}
