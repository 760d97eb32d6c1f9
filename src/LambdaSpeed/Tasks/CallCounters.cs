namespace LambdaSpeed.Tasks;

/// <summary>What a task of an async bolt counts. Written by the owning task's step, read by anyone.</summary>
internal sealed class CallCounters
{
    private long _completed; // calls that have completed without failing
    private long _timedOut;  // calls that took too long
    private int _held;       // tuples that are held
    private int _underWay;   // calls under way
    private int _leftBehind; // calls that were given up on and have not completed

    public long Completed => Volatile.Read(ref _completed);

    public long TimedOut => Volatile.Read(ref _timedOut);

    public int Held => Volatile.Read(ref _held);

    public int UnderWay => Volatile.Read(ref _underWay);

    public int LeftBehind => Volatile.Read(ref _leftBehind);

    public void CountCompleted() => Volatile.Write(ref _completed, _completed + 1);

    public void CountTimedOut() => Volatile.Write(ref _timedOut, _timedOut + 1);

    public void AddLeftBehind(int change) => Volatile.Write(ref _leftBehind, _leftBehind + change);

    /// <summary>Shows how many there are now.</summary>
    public void Show(int held, int underWay)
    {
        Volatile.Write(ref _held, held);
        Volatile.Write(ref _underWay, underWay);
    }
}
