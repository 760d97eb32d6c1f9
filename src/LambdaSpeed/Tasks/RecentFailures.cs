namespace LambdaSpeed.Tasks;

/// <summary>The tuples that a stage gave up on lately, by their source positions: for callers who wait for theirs.</summary>
/// <remarks>Noted by the owning task's step, on a failure alone; asked by anyone.</remarks>
internal sealed class RecentFailures
{
    private const int Kept = 256;

    private readonly Lock _gate = new();
    private readonly Queue<TupleFailedException> _failures = new(); // the newest, in order; under the gate

    public void Note(TupleFailedException failure)
    {
        if (failure.Position is null) return; // positions are not carried along

        lock (_gate)
        {
            if (_failures.Count == Kept) _failures.Dequeue();
            _failures.Enqueue(failure);
        }
    }

    /// <summary>What was noted of tuples that came from a position.</summary>
    public TupleFailedException[] Of(LogPosition position)
    {
        lock (_gate) return [.. _failures.Where(failure => failure.Position == position)];
    }
}
