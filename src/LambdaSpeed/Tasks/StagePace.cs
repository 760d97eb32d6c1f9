namespace LambdaSpeed.Tasks;

/// <summary>How many tuples a stage processes at a time: a chunk when they are cheap, few when they are dear.</summary>
/// <remarks>Keeps one turn of a stage near a fifth of a millisecond, so that a slow bolt holds up neither its results, nor a barrier, nor
/// the other tasks of its worker. By the clock of the processor's time, not the run's.</remarks>
internal sealed class StagePace(int most, TimeProvider clock)
{
    private readonly long _slow = clock.TimestampFrequency / 5_000;  // 200 µs
    private readonly long _quick = clock.TimestampFrequency / 20_000; // 50 µs

    /// <summary>How many tuples the next turn may process.</summary>
    public int Limit { get; private set; } = Math.Min(16, most);

    /// <summary>Notes how long a turn took, in timestamp units.</summary>
    public void Note(long elapsed)
    {
        if (elapsed > _slow) Limit = Math.Max(1, (int)(Limit * _slow / elapsed));
        else if (elapsed < _quick && Limit < most) Limit = Math.Min(most, Limit * 2);
    }
}
