namespace LambdaSpeed.Tasks;

/// <summary>How long the barrier passed last took a task. Written and read by the owning task's step.</summary>
internal sealed class BarrierMeter(TimeProvider clock)
{
    private long _arrived; // timestamp of the epoch's first barrier; 0 before it
    private long _begun;   // timestamp at which the barrier of every input had arrived

    /// <summary>From the first input's barrier to the last one's: inputs whose barrier had come were not read.</summary>
    public TimeSpan Alignment { get; private set; }

    /// <summary>From then until the task had sealed its state and passed the barrier on: nothing was read.</summary>
    public TimeSpan Stall { get; private set; }

    /// <summary>A barrier has come, of whichever input.</summary>
    public void Arrive()
    {
        if (_arrived == 0) _arrived = clock.GetTimestamp();
    }

    /// <summary>Every input's barrier has come.</summary>
    public void Begin()
    {
        _begun = clock.GetTimestamp();
        if (_arrived == 0) _arrived = _begun;
    }

    /// <summary>The barrier is passed on.</summary>
    public void Pass()
    {
        Alignment = clock.GetElapsedTime(_arrived, _begun);
        Stall = clock.GetElapsedTime(_begun);
        _arrived = 0;
    }
}
