using LambdaSpeed.Streams;

namespace LambdaSpeed.State;

/// <content>What waits for its time: timers, and whatever else is let go by time.</content>
internal sealed partial class KeyedStates<TKey>
{
    private const int SweepsOfALife = 4 * TableSweep<TKey, long>.Portions; // a round takes a quarter of the time to live

    private readonly List<IDueCell<TKey>> _byEvents = []; // what waits for the watermark
    private readonly List<IDueCell<TKey>> _byClock = [];  // what waits for the clock
    private readonly List<(IStateCell<TKey> Cell, long Every)> _aging = []; // states whose values live by event time; how often to look
    private readonly List<long> _swept = [];  // beside those: the watermark of the last look
    private TaskSection<long>? _watermarks;   // the tasks' watermarks in checkpoints; null while nothing waits for them
    private long _clockRead;                  // up to when things are due by the clock
    private KeyedClock? _clock;               // made when it is first asked for

    public IKeyedClock Clock => _clock ??= new(_time, events);

    /// <summary>Event time, as the task knows it.</summary>
    public EventClock Events => events;

    /// <summary>May anything ever be due?</summary>
    public bool HasTimes => _byEvents.Count + _byClock.Count + _aging.Count > 0;

    /// <summary>Does anything wait for the clock?</summary>
    public bool HasClockTimes => _byClock.Count > 0;

    /// <summary>When the clock is to be read again: the first time that something waits for; the largest number for never.</summary>
    public long NextClockTime => EarliestOf(_byClock);

    /// <summary>Is anything due? May be true when the last such thing was given up.</summary>
    public bool HasDue =>
        (_byEvents.Count > 0 && EarliestOf(_byEvents) <= events.DueUntil) || (_byClock.Count > 0 && EarliestOf(_byClock) <= _clockRead);

    public IKeyedTimer EventTimer(string name) => AddTimer(name, isOfEvents: true);

    public IKeyedTimers EventTimers(string name) => AddTimer(name, isOfEvents: true);

    public IKeyedTimer ProcessingTimer(string name) => AddTimer(name, isOfEvents: false);

    public IKeyedTimers ProcessingTimers(string name) => AddTimer(name, isOfEvents: false);

    /// <summary>Declares one value for each key that is gone when the watermark has come so far past the tuple that wrote it.</summary>
    public IValueState<T> AgingValue<T>(string name, TimeSpan timeToLive)
    {
        Require(name);
        RequireEventTime(name);
        var cell = AddValue<T, Expiring<T>>(name, timeToLive, events);
        _aging.Add((cell, timeToLive.Ticks / SweepsOfALife));
        _swept.Add(0);
        return cell;
    }

    /// <summary>Declares tuples of each key, in the order of their times, each kept until the watermark has come so far past it.</summary>
    public TimedState<TKey, T> Timed<T>(string name, long retention)
    {
        Require(name);
        RequireEventTime(name);
        var entry = new EntryKeyCodec<TKey, (long, int)>(codec, Codec.Tuple(Codec.Int64, Codec.Int32));
        var stored = Codec.TryFor<T>(out var value)
            ? new SectionCodec<EntryKey<TKey, (long, int)>, (T, bool)>(entry, Codec.Tuple(value, Codec.Boolean), entry, "timed")
            : null;
        var cell = new TimedState<TKey, T>(name, Table(name, stored), directory.Published.Next, entry, retention);
        directory.WhenFilled(cell.Index);
        _cells.Add(cell);
        _byEvents.Add(cell);
        return cell;
    }

    /// <summary>Between two calls: event time has come so far.</summary>
    public void OnWatermark(long watermark)
    {
        events.Advance(watermark, () => _byEvents.Count == 0 ? 0 : _byEvents.Max(cell => cell.LatestDue));
        if (events.Watermark == Watermark.Final) return; // time stands still at the end, which may be none: nothing grows old by it
        for (var i = 0; i < _aging.Count; i++)
        {
            if (events.Watermark - _swept[i] < _aging[i].Every) continue;
            _aging[i].Cell.Sweep();
            _swept[i] = events.Watermark;
        }
    }

    /// <summary>Between two calls: reads the clock; true when something is due by it.</summary>
    public bool ReadClock()
    {
        _clockRead = clock.GetUtcNow().UtcTicks;
        return EarliestOf(_byClock) <= _clockRead;
    }

    /// <summary>Between two calls: finds the first thing that is due, by event time before those by the clock.</summary>
    public bool TryPeekDue(out Due<TKey> due, out IDueCell<TKey> cell) =>
        TryPeekDue(_byEvents, events.DueUntil, out due, out cell) || TryPeekDue(_byClock, _clockRead, out due, out cell);

    /// <summary>Begins the call for something that is due: with its own event time, behind the watermark before. What waits for the clock
    /// has
    /// the watermark for its time.</summary>
    public void BeginDue(in Due<TKey> due, IDueCell<TKey> cell)
    {
        var time = _byClock.Contains(cell) ? events.Watermark : due.Time;
        events.Stamp = new TupleStamp(default, time, events.Former);
        Begin(due.Key, due.Hash);
        cell.Take(due);
    }

    /// <summary>Lets go of something whose call has failed for good.</summary>
    public void GiveUp(in Due<TKey> due, IDueCell<TKey> cell)
    {
        BeginDue(due, cell);
        Commit();
    }

    private static bool TryPeekDue(List<IDueCell<TKey>> cells, long until, out Due<TKey> due, out IDueCell<TKey> cell)
    {
        cell = null!;
        due = default;
        foreach (var candidate in cells)
        {
            if (!candidate.TryPeek(until, out var first) || (cell is not null && due.Time <= first.Time)) continue;
            (due, cell) = (first, candidate);
        }
        return cell is not null;
    }

    private static long EarliestOf(List<IDueCell<TKey>> cells)
    {
        var earliest = long.MaxValue;
        foreach (var cell in cells) earliest = Math.Min(earliest, cell.EarliestDue);
        return earliest;
    }

    private TimerState<TKey> AddTimer(string name, bool isOfEvents)
    {
        Require(name);
        if (isOfEvents) RequireEventTime(name);
        var entry = new EntryKeyCodec<TKey, long>(codec, Codec.Int64);
        var stored = new SectionCodec<EntryKey<TKey, long>, long>(entry, Codec.Int64, entry, isOfEvents ? "event timer" : "timer");
        var cell = new TimerState<TKey>(name, Table(name, stored), entry, new Lifetime(Identity(name), _time, null));
        directory.WhenFilled(cell.Index);
        _cells.Add(cell);
        (isOfEvents ? _byEvents : _byClock).Add(cell);
        return cell;
    }

    /// <summary>From now on the task's watermark is part of its state.</summary>
    private void RequireEventTime(string name)
    {
        if (!events.IsKnown) throw new InvalidOperationException(
            $"Component '{component}' declares '{name}', which waits for event time, and nothing says when its tuples happened. " +
            "Say WithEventTime behind the spouts it reads, or declare a timer of processing time.");
        if (_watermarks is not null) return;

        var section = $"event-clock:{component}";
        _watermarks = directory.Find(section) as TaskSection<long>;
        if (_watermarks is null) directory.Add(_watermarks = new TaskSection<long>(section, tasks, Codec.Int64));
        directory.WhenFilled(RestoreWatermark);
    }

    /// <summary>Goes on with the watermark of the start before; where there were other tasks, with the earliest of theirs.</summary>
    private void RestoreWatermark()
    {
        var former = _watermarks!.Former;
        if (former.Count > 0) events.Restore(_watermarks.IsContinued ? former[task] : former.Values.Min());
    }
}
