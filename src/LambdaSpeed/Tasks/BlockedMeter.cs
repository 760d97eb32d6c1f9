namespace LambdaSpeed.Tasks;

/// <summary>Adds up the time during which full edges kept a task from working.</summary>
internal sealed class BlockedMeter
{
    private long _since; // timestamp of the step that found an edge full; 0 when there was none. The task's worker writes it
    private long _time;  // timestamp units so far; the task's worker writes it

    /// <summary>Timestamp units so far. Any thread.</summary>
    public long Time => Volatile.Read(ref _time);

    /// <summary>The task has found an edge full.</summary>
    public void Begin(long now) => _since = now;

    /// <summary>The task is stepped again.</summary>
    public void End(long now)
    {
        if (_since == 0) return;
        Volatile.Write(ref _time, _time + now - _since);
        _since = 0;
    }
}
