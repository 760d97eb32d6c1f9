namespace LambdaSpeed.Tasks;

/// <summary>How many tuples a stage processes at a time, or a task asks its senders for: a chunk when they are cheap, few when they are
/// dear.</summary>
/// <remarks>Keeps one turn near a fifth of a millisecond, so that a slow bolt holds up neither its results, nor a barrier, nor the other
/// tasks of its worker. Begins with few, for nobody knows yet. By the clock of the processor's time, not the run's.</remarks>
internal sealed class StagePace(int most, TimeProvider clock)
{
    private readonly long _slow = clock.TimestampFrequency / 5_000;  // 200 µs
    private readonly long _quick = clock.TimestampFrequency / 20_000; // 50 µs

    /// <summary>How many tuples the next turn may process.</summary>
    public int Limit { get; private set; } = Math.Min(4, most);

    /// <summary>Notes how long a turn took, in timestamp units, and how many tuples it processed; true when the limit is another
    /// now.</summary>
    public bool Note(long elapsed, long tuples)
    {
        var former = Limit;
        if (elapsed > _slow) Limit = (int)Math.Clamp(Math.Max(tuples, 1) * _slow / elapsed, 1, most);
        else if (elapsed < _quick && tuples >= Limit) Limit = Math.Min(most, Limit * 2);
        return Limit != former;
    }
}
