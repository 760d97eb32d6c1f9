namespace LambdaSpeed.Epochs;

/// <summary>Decides when a run is to be cut by itself. Pure but for its counters; its owner calls it one call at a time, unless it says
/// otherwise.</summary>
internal sealed class CutPacer(CutSchedule? schedule)
{
    private static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(1); // then the clock is looked at again: it may have been set

    private long _tuples;  // emitted since the last cut, about; any thread
    private long _epochs;  // ended since then
    private bool _hasNews = true; // has anything happened since then? At a start, perhaps
    private DateTimeOffset? _due; // when the next cut is due; null before cutting begins

    public bool CountsTuples => schedule is { Tuples: > 0 };

    /// <summary>Spouts have emitted some tuples. Any thread.</summary>
    public void NoteTuples(int count) => Interlocked.Add(ref _tuples, count);

    public void NoteActivity() => _hasNews = true;

    /// <summary>An epoch begins to end: is it to end the slices too?</summary>
    public bool CountEpoch()
    {
        _epochs++;
        return schedule is not null && ((schedule.Epochs > 0 && _epochs >= schedule.Epochs)
            || (schedule.Tuples > 0 && Volatile.Read(ref _tuples) >= schedule.Tuples));
    }

    /// <summary>A cut is being made.</summary>
    public void Restart()
    {
        Volatile.Write(ref _tuples, 0);
        (_epochs, _hasNews) = (0, false);
    }

    /// <summary>Is a cut due at this time? Each time that it is, it is so once.</summary>
    /// <param name="now">The time.</param>
    /// <param name="hasNews">Has anything happened since the last cut, so that there is something to cut off?</param>
    public bool TakeDue(DateTimeOffset now, out bool hasNews)
    {
        hasNews = _hasNews;
        if (_due is not { } due || now < due) return false;
        _due = schedule!.NextAfter(now);
        return true;
    }

    /// <summary>Cuts are due from now on, the first one as the schedule says after some time: that of the newest cut, so that none is
    /// missed that fell due while nothing ran.</summary>
    public void BeginAfter(DateTimeOffset time) => _due = schedule?.NextAfter(time);

    /// <summary>How long to wait before the time is looked at again; null when it does not count.</summary>
    public TimeSpan? WaitFrom(DateTimeOffset now)
    {
        if (_due is not { } due) return null;
        return due - now < _longestWait ? due > now ? due - now : TimeSpan.Zero : _longestWait;
    }
}
