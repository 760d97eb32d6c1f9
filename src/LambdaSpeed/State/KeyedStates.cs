using LambdaSpeed.Streams;

namespace LambdaSpeed.State;

/// <summary>All state that one task of a keyed bolt keeps, and the writes of the call at hand.</summary>
/// <param name="component">The component.</param>
/// <param name="task">The task's index within it.</param>
/// <param name="tasks">How many tasks the component has.</param>
/// <param name="codec">Stores and hashes the keys.</param>
/// <param name="directory">Where each declared state is entered, so that checkpoints hold it.</param>
/// <param name="clock">The run's time.</param>
/// <param name="events">Event time, as the task knows it.</param>
internal sealed partial class KeyedStates<TKey>(
    string component, int task, int tasks, ICodec<TKey> codec, StateDirectory directory, TimeProvider clock, EventClock events)
    : IKeyedStateRegistry
    where TKey : notnull
{
    private static readonly TimeSpan _shortestLife = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _longestLife = TimeSpan.FromDays(36_500);

    private readonly List<IStateCell<TKey>> _cells = [];
    private readonly List<IResidentKeys<TKey>> _resident = []; // of the cells that can do with a part of their keys
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly StateTime _time = new(clock);
    private bool _isFrozen; // the bolt has opened: no more declarations
    private bool _expires;  // some state has a time to live, by the clock

    /// <summary>How often <see cref="Sweep"/> is due; null when nothing ever expires.</summary>
    public TimeSpan? SweepInterval => _cells.Min(cell => cell.SweepInterval);

    public IValueState<T> Value<T>(string name, TimeSpan? timeToLive = null)
    {
        Require(name, timeToLive);
        return timeToLive is null ? AddValue<T, Lasting<T>>(name, timeToLive) : AddValue<T, Expiring<T>>(name, timeToLive);
    }

    public IMapState<TMapKey, T> Map<TMapKey, T>(string name, TimeSpan? timeToLive = null)
        where TMapKey : notnull
    {
        Require(name, timeToLive);
        var mapKey = Codec.For<TMapKey>();
        if (!mapKey.IsKey) throw CodecException.NotAKey(mapKey.Schema);
        return timeToLive is null
            ? AddMap<TMapKey, T, Lasting<T>>(name, mapKey, timeToLive)
            : AddMap<TMapKey, T, Expiring<T>>(name, mapKey, timeToLive);
    }

    public IListState<T> List<T>(string name, TimeSpan? timeToLive = null)
    {
        Require(name, timeToLive);
        return timeToLive is null ? AddList<T, Lasting<T>>(name, timeToLive) : AddList<T, Expiring<T>>(name, timeToLive);
    }

    /// <summary>Does anything follow the clock: timers of processing time, or what expires? Known when the bolt is open.</summary>
    public bool UsesClock => _expires || _byClock.Count > 0;

    public void Freeze() => _isFrozen = true;

    /// <summary>Brings the keys of tuples that are to come into memory, if the store keeps more than is there. Between two calls; holds
    /// until the next time.</summary>
    /// <exception cref="CheckpointException">The store cannot be read.</exception>
    public void Fetch<T>(ReadOnlySpan<KeyedTuple<TKey, T>> tuples)
    {
        foreach (var keys in _resident) keys.Fetch(tuples);
    }

    /// <summary>The same for one key.</summary>
    public void Fetch(TKey key, uint hash) => Fetch<bool>([new(key, hash, default)]);

    /// <summary>Begins a call for a tuple of this key.</summary>
    public void Begin(TKey key, uint hash)
    {
        _time.Begin();
        foreach (var cell in _cells) cell.Begin(key, hash);
    }

    /// <summary>The call has returned: its writes take effect.</summary>
    public void Commit()
    {
        foreach (var cell in _cells) cell.Commit();
        _time.End();
    }

    /// <summary>The call has thrown: its writes are forgotten.</summary>
    public void Rollback()
    {
        foreach (var cell in _cells) cell.Rollback();
        _time.End();
    }

    public void Seal(EpochId next, EpochId oldestNeeded)
    {
        foreach (var cell in _cells) cell.Seal(next, oldestNeeded);
        _watermarks?.Seal(task, new EpochId(next.Number - 1), oldestNeeded, events.Watermark);
    }

    /// <summary>Between two calls: removes some of what has expired; true when there was any.</summary>
    public bool Sweep()
    {
        _time.Begin();
        var found = false;
        foreach (var cell in _cells) found |= cell.Sweep();
        _time.End();
        return found;
    }

    private ValueState<TKey, T, TStored> AddValue<T, TStored>(string name, TimeSpan? timeToLive, EventClock? aging = null)
        where TStored : struct, IStored<T, TStored>
    {
        var stored = StoredCodec<T, TStored>() is { } value ? new SectionCodec<TKey, TStored>(codec, value) : null;
        var section = Section(name, stored);
        if (timeToLive is null && stored is not null) _resident.Add(section.HoldPart(task)); // what expires is looked for in memory
        var cell = new ValueState<TKey, T, TStored>(section.Tables[task], new Lifetime(Identity(name), _time, timeToLive, aging));
        _cells.Add(cell);
        return cell;
    }

    private MapState<TKey, TMapKey, T, TStored> AddMap<TMapKey, T, TStored>(string name, ICodec<TMapKey> mapKey, TimeSpan? timeToLive)
        where TMapKey : notnull
        where TStored : struct, IStored<T, TStored>
    {
        var entry = new EntryKeyCodec<TKey, TMapKey>(codec, mapKey);
        var table = Table(name, EntryCodec<TMapKey, T, TStored>(entry, "map"));
        var lifetime = new Lifetime(Identity(name), _time, timeToLive);
        var cell = new MapState<TKey, TMapKey, T, TStored>(table, directory.Published.Next, entry, lifetime);
        directory.WhenFilled(cell.Index);
        _cells.Add(cell);
        return cell;
    }

    private ListState<TKey, T, TStored> AddList<T, TStored>(string name, TimeSpan? timeToLive)
        where TStored : struct, IStored<T, TStored>
    {
        var entry = new EntryKeyCodec<TKey, long>(codec, Codec.Int64);
        var table = Table(name, EntryCodec<long, T, TStored>(entry, "list"));
        var cell = new ListState<TKey, T, TStored>(table, directory.Published.Next, entry, new Lifetime(Identity(name), _time, timeToLive));
        directory.WhenFilled(cell.Index);
        _cells.Add(cell);
        return cell;
    }

    private VersionedTable<TEntryKey, TStored> Table<TEntryKey, TStored>(string name, SectionCodec<TEntryKey, TStored>? stored)
        where TEntryKey : notnull => Section(name, stored).Tables[task];

    private StateSection<TEntryKey, TStored> Section<TEntryKey, TStored>(string name, SectionCodec<TEntryKey, TStored>? stored)
        where TEntryKey : notnull => directory.GetOrAdd($"state:{Identity(name)}", tasks, stored);

    private static SectionCodec<EntryKey<TKey, TPart>, TStored>? EntryCodec<TPart, T, TStored>(
        EntryKeyCodec<TKey, TPart> entry, string kind)
        where TStored : struct, IStored<T, TStored> =>
        StoredCodec<T, TStored>() is { } value ? new(entry, value, entry, kind) : null;

    /// <summary>Null when the value has no codec: the state cannot be stored, which is said when there is a place to store it.</summary>
    private static ICodec<TStored>? StoredCodec<T, TStored>()
        where TStored : struct, IStored<T, TStored> => Codec.TryFor<T>(out var value) ? TStored.CodecOf(value) : null;

    private string Identity(string name) => $"{component}/{name}";

    private void Require(string name, TimeSpan? timeToLive = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_isFrozen) throw new InvalidOperationException(
            $"Component '{component}' declares state '{name}' after it was opened. Declare state in Open.");
        if (timeToLive < _shortestLife || timeToLive > _longestLife) throw new ArgumentOutOfRangeException(nameof(timeToLive), timeToLive,
            $"Component '{component}' gives state '{name}' a time to live of {timeToLive}; " +
            "give it one from a millisecond to 36,500 days, or none.");
        if (!_names.Add(name)) throw new InvalidOperationException(
            $"Component '{component}' declares two states named '{name}'. Give each a name of its own.");
        _expires |= timeToLive is not null;
    }
}
