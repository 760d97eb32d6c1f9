namespace LambdaSpeed.Sources;

/// <summary>Wakes a task that has nothing to do, and spares one that is busy the wake.</summary>
/// <remarks>The task lies down with <see cref="LieDown"/> and must then look once more at what it waits for; a sender makes its tuple
/// visible and then rings. Both pass a full fence between their write and their read, so one of the two sees the other.</remarks>
internal sealed class IdleBell
{
    private volatile Action? _wake; // null until the spout is opened
    private int _isIdle;            // 1 from lying down to the first ring after it

    /// <summary>Says whom to wake; before that a ring has no effect, and the task looks by itself when it starts.</summary>
    public void Attach(Action wake) => _wake = wake;

    public void LieDown() => Interlocked.Exchange(ref _isIdle, 1);

    /// <summary>From any thread.</summary>
    public void Ring()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isIdle) == 0) return;
        if (Interlocked.Exchange(ref _isIdle, 0) == 1) _wake?.Invoke();
    }
}
