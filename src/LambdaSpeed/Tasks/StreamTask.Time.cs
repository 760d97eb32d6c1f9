namespace LambdaSpeed.Tasks;

/// <content>Timers, and whether the task is in a position to hear of its sources.</content>
internal sealed partial class StreamTask
{
    /// <summary>Has each stage ticked that has a tick interval.</summary>
    public void StartTicking(TimeProvider clock) => _ticks.Start(clock);

    /// <summary>Stops the timers; the task is not stepped any more.</summary>
    public void StopTimers()
    {
        _pause.Stop();
        _ticks.Stop();
    }

    /// <summary>The task cannot go on for now: what its sources do not say meanwhile is no silence of theirs.</summary>
    private Progress Held(Progress progress)
    {
        _watermarks?.NoteHeld(true);
        if (progress == Progress.Blocked) _demand.NoteBlocked();
        return progress;
    }

    /// <summary>The task is about to read, unless the run holds its spout, or a barrier some of its inputs.</summary>
    private void NoteReading() => _watermarks?.NoteHeld(_head?.IsHeld ?? _aligner!.Pending != EpochId.None);
}
