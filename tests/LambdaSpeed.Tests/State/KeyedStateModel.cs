using LambdaSpeed.Codecs;
using LambdaSpeed.Epochs;
using LambdaSpeed.State;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>Drives value, map and list states by random calls, epochs, failures and restarts beside plain collections.</summary>
/// <remarks>The tables, the committer and the store are the real ones; what is left out are tuples and threads.</remarks>
internal sealed class KeyedStateModel : IDisposable
{
    private const int KeyGroups = 16;

    private readonly Random _random;
    private readonly ICheckpointStore _store;
    private readonly TimeSpan? _timeToLive;
    private readonly int _keys;
    private readonly int _mapKeys;
    private readonly FakeTimeProvider _clock = new();
    private readonly Queue<EpochId> _pins = new();
    private Dictionary<long, KeyModel> _open = [];      // with all calls that have returned
    private Dictionary<long, KeyModel> _committed = []; // as of the published epoch
    private ICheckpointJournal _journal = null!;
    private EpochPublication _publication = null!;
    private StateDirectory _directory = null!;
    private EpochCommitter _committer = null!;
    private Task[] _tasks = [];
    private SnapshotWriting? _snapshot; // on its way

    public KeyedStateModel(int seed, ICheckpointStore store, TimeSpan? timeToLive)
    {
        _random = new Random(seed);
        _store = store;
        _timeToLive = timeToLive;
        _keys = _random.Next(1, 30);
        _mapKeys = _random.Next(2) == 0 ? 4 : 60;
        Start();
    }

    /// <summary>How often each kind of thing happened: a model to which little happens proves little.</summary>
    public (int Epochs, int Restarts, int Rollbacks, int Snapshots, int Expired) Happened { get; private set; }

    public void Step()
    {
        switch (_random.Next(40))
        {
            case 0 or 1: CommitEpoch(); break;
            case 2 when _random.Next(3) == 0: Restart(); break;
            case 3 when _random.Next(3) == 0: TakeOver(); break;
            case 4: if (_pins.Count < 3) _pins.Enqueue(_publication.Pin()); break;
            case 5 or 6: if (_pins.TryDequeue(out var pin)) _publication.Unpin(pin); break;
            case 7: _clock.Advance(TimeSpan.FromMilliseconds(_random.Next(300) )); break;
            case 8: Sweep(); break;
            case 9: WriteSnapshot(); break;
            default: Call(_random.Next(_keys)); break;
        }
    }

    /// <summary>All keys hold what they should, in the tables and, after another restart, in the store.</summary>
    public void Finish()
    {
        CheckAll();
        CommitEpoch();
        Restart();
        if (_timeToLive is not { } timeToLive) return;

        _clock.Advance(timeToLive);
        for (var round = 0; round < 200; round++)
        {
            Sweep();
            if (round % 50 == 0) CommitEpoch(isQuiet: true);
        }
        Assert.Equal(0, _tasks.Sum(task => task.Entries));
        CommitEpoch(isQuiet: true);
        Restart();
        Assert.Equal(0, _tasks.Sum(task => task.Entries));
    }

    public void Dispose()
    {
        EndSnapshot();
        _committer.Dispose();
        _journal.Dispose();
    }

    private void Start()
    {
        _journal = _store.Open("model");
        _publication = new EpochPublication();
        if (_journal.Latest is { } latest) _publication.StartAt(latest.Epoch);
        Open(_random.Next(1, 5));
        JournaledState.Load(_directory, _journal, []);
        _directory.Filled();
        CheckAll();
    }

    private void Open(int tasks)
    {
        _directory = new StateDirectory(KeyGroups, _publication.Published);
        _tasks = [.. Enumerable.Range(0, tasks).Select(task => new Task(this, task, tasks))];
        JournaledState.Attach(_directory, _journal, _ => { });
        _committer = new EpochCommitter(_journal, _directory, new Dictionary<(string, int), IPositionedSpout>());
    }

    /// <summary>A process that ends without more ado, and another one with another parallelism.</summary>
    private void Restart()
    {
        Dispose();
        _pins.Clear();
        _open = Copy(_committed);
        Happened = Happened with { Restarts = Happened.Restarts + 1 };
        Start();
    }

    /// <summary>A task's failure: the tables are filled from the former ones as of the published epoch.</summary>
    private void TakeOver()
    {
        var former = _directory;
        EndSnapshot();
        _committer.Dispose();
        Open(_tasks.Length);
        _directory.TakeOver(former);
        _directory.Filled();
        _open = Copy(_committed);
        CheckAll();
    }

    /// <param name="isQuiet">Are there no calls meanwhile?</param>
    private void CommitEpoch(bool isQuiet = false)
    {
        var epoch = _publication.Published.Next;
        var asOf = Copy(_open);
        foreach (var task in _tasks) task.States.Seal(epoch.Next, _publication.OldestNeeded());
        for (var calls = isQuiet ? 0 : _random.Next(5); calls > 0; calls--) Call(_random.Next(_keys)); // the next epoch goes on meanwhile
        foreach (var part in _committer.Begin(epoch, []))
        {
            while (part.GatherSome())
            {
            }
        }
        _committer.Commit(epoch, []);
        _publication.Publish(epoch);
        _committed = asOf;
        Happened = Happened with { Epochs = Happened.Epochs + 1 };
        if (_snapshot is null && _committer.WantsSnapshot) _snapshot = _committer.BeginSnapshot(_committer.Content, _publication);
        for (var pieces = _random.Next(4); pieces > 0; pieces--) WriteSnapshot();
    }

    private void WriteSnapshot()
    {
        if (_snapshot is null || _snapshot.WriteSome()) return;
        EndSnapshot();
        Happened = Happened with { Snapshots = Happened.Snapshots + 1 };
    }

    private void EndSnapshot()
    {
        _snapshot?.Dispose();
        _snapshot = null;
    }

    private void Sweep()
    {
        foreach (var task in _tasks)
        {
            if (task.States.Sweep()) Happened = Happened with { Expired = Happened.Expired + 1 };
        }
    }

    private void CheckAll()
    {
        for (var key = 0; key < _keys; key++)
        {
            var (task, hash) = TaskOf(key);
            task.States.Fetch(key, hash);
            task.States.Begin(key, hash);
            task.Check(ModelOf(key));
            task.States.Commit();
        }
    }

    /// <summary>One call of a bolt: some reads and writes, and then it returns or throws.</summary>
    private void Call(long key)
    {
        var (task, hash) = TaskOf(key);
        var before = ModelOf(key);
        var model = before.Copy();
        task.States.Fetch(key, hash);
        task.States.Begin(key, hash);
        for (var steps = _random.Next(_random.Next(2) == 0 ? 4 : 30); steps > 0; steps--) task.Step(model);
        if (_random.Next(4) == 0)
        {
            task.States.Rollback();
            Happened = Happened with { Rollbacks = Happened.Rollbacks + 1 };
            model = before;
        }
        else
        {
            if (_random.Next(3) == 0) task.Check(model);
            task.States.Commit();
        }
        _open[key] = model;
    }

    private KeyModel ModelOf(long key)
    {
        var model = _open.TryGetValue(key, out var known) ? known.Copy() : new KeyModel();
        model.Expire(_clock.GetUtcNow().UtcTicks);
        return model;
    }

    private (Task Task, uint Hash) TaskOf(long key)
    {
        var hash = KeyHash.Of(key, Codec.Int64);
        var group = LambdaSpeed.Codecs.KeyGroups.GroupOf(hash, KeyGroups);
        return (_tasks[LambdaSpeed.Codecs.KeyGroups.TaskOf(group, KeyGroups, _tasks.Length)], hash);
    }

    private static Dictionary<long, KeyModel> Copy(Dictionary<long, KeyModel> models) =>
        models.ToDictionary(model => model.Key, model => model.Value.Copy());

    /// <summary>The states of one task, and what a call may do to them.</summary>
    private sealed class Task
    {
        private readonly KeyedStateModel _world;
        private readonly IValueState<long> _value;
        private readonly IMapState<long, string> _map;
        private readonly IListState<long> _list;
        private readonly int _task;

        public Task(KeyedStateModel world, int task, int tasks)
        {
            _world = world;
            _task = task;
            States = new KeyedStates<long>("bolt", task, tasks, Codec.Int64, world._directory, world._clock, new EventClock(isKnown: false));
            _value = States.Value<long>("value", world._timeToLive);
            _map = States.Map<long, string>("map", world._timeToLive);
            _list = States.List<long>("list", world._timeToLive);
            States.Freeze();
        }

        public KeyedStates<long> States { get; }

        /// <summary>All entries of the task's tables; of states that expire.</summary>
        public int Entries =>
            Count<long, Expiring<long>>("value") + Count<EntryKey<long, long>, Expiring<string>>("map")
            + Count<EntryKey<long, long>, Expiring<long>>("list");

        private Random Random => _world._random;

        private long End => _world._timeToLive is { } timeToLive ? _world._clock.GetUtcNow().UtcTicks + timeToLive.Ticks : long.MaxValue;

        public void Step(KeyModel model)
        {
            var mapKey = (long)Random.Next(_world._mapKeys);
            var number = Random.NextInt64();
            switch (Random.Next(14))
            {
                case 0 or 1:
                    _value.Value = number;
                    model.Value = (number, End);
                    break;
                case 2:
                    _value.Clear();
                    model.Value = null;
                    break;
                case 3:
                    Assert.Equal(model.Map.Remove(mapKey), _map.Remove(mapKey));
                    break;
                case 4 when Random.Next(6) == 0:
                    _map.Clear();
                    model.Map.Clear();
                    break;
                case 5 when Random.Next(6) == 0:
                    _list.Clear();
                    model.List.Clear();
                    break;
                case 6:
                    Assert.Equal(model.List.Count > 0, _list.RemoveFirst());
                    if (model.List.Count > 0) model.List.RemoveAt(0);
                    break;
                case 7:
                    Assert.Equal(model.Map.TryGetValue(mapKey, out var expected), _map.TryGet(mapKey, out var found));
                    Assert.Equal(expected.Value, found);
                    break;
                case < 11:
                    _map.Set(mapKey, $"{number}");
                    model.Map[mapKey] = ($"{number}", End);
                    break;
                default:
                    _list.Add(number);
                    model.List.Add((number, End));
                    break;
            }
        }

        public void Check(KeyModel model)
        {
            Assert.Equal((model.Value is not null, model.Value?.Value ?? 0), (_value.Exists, _value.Value));
            Assert.Equal(model.Map.Count, _map.Count);
            Assert.Equal(
                model.Map.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value.Value)),
                _map.Entries.ToArray().OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
            Assert.Equal(model.List.Select(item => item.Value), _list.Items.ToArray());
            if (_list.Count > 0) Assert.Equal(model.List[^1].Value, _list[_list.Count - 1]);
        }

        private int Count<TEntryKey, TStored>(string name)
            where TEntryKey : notnull =>
            ((StateSection<TEntryKey, TStored>)_world._directory.Find($"state:bolt/{name}")!).Tables[_task].Count;
    }
}
