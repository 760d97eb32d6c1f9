namespace LambdaSpeed.Tasks;

/// <summary>Which stages of a task are due for a tick, and the timers that make them so: each stage by its own interval, or by
/// its alarm.</summary>
/// <remarks>Requested by timers on any thread; answered by the owning task's step.</remarks>
internal sealed class TickSchedule(IReadOnlyList<Stage> stages, Action wake)
{
    private readonly List<ITimer> _timers = [];
    private readonly int[] _due = new int[stages.Count]; // by stage: 1 when its interval has passed
    private int _anyDue;                                 // 1 when that of some stage has; written after the stage's own

    public bool IsDue => Volatile.Read(ref _anyDue) != 0;

    public void Start(TimeProvider clock)
    {
        for (var i = 0; i < stages.Count; i++)
        {
            var stage = i;
            stages[i].Alarm?.Attach(() => Request(stage));
            if (stages[i].TickInterval is not { } every) continue;
            _timers.Add(clock.CreateTimer(_ => Request(stage), null, every, every));
        }
    }

    public void Stop()
    {
        foreach (var timer in _timers) timer.Dispose();
        foreach (var stage in stages) stage.Alarm?.Stop();
    }

    /// <summary>Gives the stages that are due, once.</summary>
    public IEnumerable<Stage> TakeDue()
    {
        Interlocked.Exchange(ref _anyDue, 0);
        for (var i = 0; i < stages.Count; i++)
        {
            if (Interlocked.Exchange(ref _due[i], 0) != 0) yield return stages[i];
        }
    }

    private void Request(int stage)
    {
        Volatile.Write(ref _due[stage], 1);
        Volatile.Write(ref _anyDue, 1);
        wake();
    }
}
