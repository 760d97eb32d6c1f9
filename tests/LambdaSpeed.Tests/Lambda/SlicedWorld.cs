using LambdaSpeed.Aggregation;
using LambdaSpeed.Checkpoints;
using LambdaSpeed.Epochs;
using LambdaSpeed.Lambda;
using LambdaSpeed.State;
using LambdaSpeed.Storage;
using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Storage;
using LambdaSpeed.Views;
using LambdaSpeed.Windows;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Processes over one disk that cut their views, publish and take back batch views, fold slices, fail, and die at any moment.
/// Whenever somebody looks, merged reads are the fold of the log up to the published epoch.</summary>
/// <remarks>One thread, one seed: a failure repeats itself.</remarks>
internal sealed partial class SlicedWorld
{
    private const int Partitions = 3;
    private const int Near = 9; // milliseconds between the numbers of a pair

    private static readonly TimeSpan _window = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _gap = TimeSpan.FromMilliseconds(8);

    private readonly Random _random;
    private readonly SimulatedDisk _disk;
    private readonly List<long>[] _appended = [.. Enumerable.Range(0, Partitions).Select(_ => new List<long>())]; // what the log holds
    private readonly DeliveryGuarantee _guarantee;
    private readonly bool _readsTooFar;
    private readonly long _snapshotAfter;
    private readonly int _keys;
    private readonly int _kind; // how the counts are grouped
    private readonly IHandedOver[] _views; // that batch views are published for
    private SteppedThreads _threads = null!;
    private FakeTimeProvider _clock = null!;
    private IStorage _storage = null!;
    private IStorage _batches = null!;
    private ReplayLog _log = null!;
    private ICheckpointJournal _journal = null!;
    private EpochPublication _publication = null!;
    private CutLedger _cuts = null!;
    private Dictionary<string, IRealtimeView> _realtime = null!;
    private RunAttempt _attempt = null!;
    private int _tasks;    // of each view in the life at hand
    private int _faults;   // faults that the source owes
    private bool _isDead;  // the process has lost its disk

    /// <param name="seed">Decides all.</param>
    /// <param name="guarantee">At least once, the barriers do not divide the tuples: a defect to be found.</param>
    /// <param name="readsTooFar">Does the batch layer read a record more than it may? A defect likewise.</param>
    public SlicedWorld(int seed, DeliveryGuarantee guarantee = DeliveryGuarantee.ExactlyOnce, bool readsTooFar = false)
    {
        (_guarantee, _readsTooFar) = (guarantee, readsTooFar);
        _random = new Random(seed);
        _disk = new SimulatedDisk(seed);
        _snapshotAfter = _random.Next(1, 6000);
        _keys = _random.Next(1, 30);
        _kind = _random.Next(3);
        _views =
        [
            new HandedOver<long, long>(this, "counts", _keys, _ => BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.Count()),
                numbers => numbers.Count(), Text),
            new HandedOver<Distinct<long>, long>(this, "distinct", _keys, _ => BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.CountDistinct(x => x / 7)),
                Distinct, Text),
            new HandedOver<SessionList<long>, IReadOnlyList<Session<long>>>(this, "sessions", 3,
                view => new(view.Definition.KeyCodec, view.Definition.AccumulatorCodec!, view.Definition.Aggregation!,
                    new ViewRule<long, SessionList<long>, IReadOnlyList<Session<long>>>(view.Definition)),
                Sessions, list => string.Join(' ', list), list => list.Count == 0 ? "" : Text(list.Sum(session => session.Value))),
            new HandedOver<long, long>(this, "pairs", 3, _ => BatchViewSchema.For(Codec.Int64, (Aggregates<(long, long)> a) => a.Count()),
                Pairs, pairs => pairs == 0 ? "" : Text(pairs), less: (all, former) => all - former),
        ];
    }

    /// <summary>What has happened so far: a simulation in which little happens proves little.</summary>
    public (int Publications, int RollBacks, int Withdrawals, int Reopened, int Folds, int Restarts, int Deaths) Happened { get; private set; }

    public void Live()
    {
        for (var lives = _random.Next(1, 6); lives > 0; lives--)
        {
            Guarded(Start);
            for (var turns = _random.Next(50, 2000); turns > 0 && !_isDead; turns--) Guarded(() => Turn(mayFail: true));
            Die();
        }
        Start();
        for (var turns = 400; turns > 0; turns--) Turn(mayFail: false);
        _faults = 0;
        for (var i = 0; i < 100; i++)
        {
            _threads.StepAll();
            if (_attempt.Ending.IsCompleted) Restart();
            _clock.Advance(TimeSpan.FromMilliseconds(25));
        }
        Assert.Equal(_appended.Select(appended => (long)appended.Count), CommittedPositions());
        Check("at the end");
    }

    private static string Text<T>(T number) => $"{number}";

    private static Distinct<long> Distinct(IEnumerable<long> numbers)
    {
        var distinct = new Distinct<long>();
        foreach (var number in numbers) distinct.Add(number / 7);
        return distinct;
    }

    private bool TakeFault() => _faults > 0 && _faults-- > 0;

    /// <summary>Does something that must not fail but for the disk's sake.</summary>
    private void Guarded(Action action)
    {
        if (_isDead) return;
        try
        {
            action();
        }
        catch (Exception exception) when (_disk.IsPowerOff && exception is IOException or LambdaSpeedException)
        {
            _isDead = true;
        }
    }

    private void Start()
    {
        _isDead = false;
        _tasks = _random.Next(1, 4);
        _clock = new FakeTimeProvider();
        _threads = new SteppedThreads(_random, _clock);
        _storage = _disk.Open();
        var (log, checkpoints) = (_storage.Directory("log"), _storage.Directory("checkpoints"));
        _batches = _storage.Directory("batches");
        _storage.SyncNames();
        _log = ReplayLog.Open(log, new() { Partitions = Partitions, Durability = LogDurability.EveryAppend, TimeProvider = _clock });
        ReadLog();
        var store = new FileCheckpointStore("a simulated disk", () => checkpoints, new FileCheckpointOptions { SnapshotAfterBytes = _snapshotAfter });
        _journal = store.Open("sliced");
        _publication = new EpochPublication();
        if (_journal.Latest is { } latest) _publication.StartAt(latest.Epoch);
        _realtime = [];
        _cuts = new CutLedger(_publication);
        _attempt = NewAttempt();
        _attempt.Seek(_attempt.Load(_journal));
        foreach (var view in _realtime.Values) view.Adopt();
        foreach (var view in _views) view.Reopen();
        Check("after a start");
        _attempt.Start(_journal);
    }

    private void Restart()
    {
        if (_disk.IsPowerOff)
        {
            _isDead = true;
            return;
        }
        Assert.IsType<TaskFailedException>(_attempt.Fault);
        var closing = _attempt.CloseAsync();
        _threads.StepAll();
        closing.GetAwaiter().GetResult();
        var next = NewAttempt();
        next.TakeOver(_attempt, _journal);
        next.Seek(_attempt.Committed.Spouts);
        if (_random.Next(2) == 0 && _cuts.Listed.Count > 0) _views[_random.Next(_views.Length)].Publish(); // while the run restarts
        foreach (var view in _realtime.Values) view.Adopt();
        _attempt = next;
        Check("after a restart");
        _attempt.Start(_journal);
        Happened = Happened with { Restarts = Happened.Restarts + 1 };
    }

    private void Die()
    {
        if (_disk.IsPowerOff || _random.Next(2) == 0) _disk.Crash(_random);
        else _disk.Kill();
        _faults = 0;
        Happened = Happened with { Deaths = Happened.Deaths + 1 };
    }

    private RunAttempt NewAttempt()
    {
        var source = new FlakySource<long>(_log.AsSpout(Codec.Int64))
        {
            Polls = new(_ => TakeFault() ? InjectedFault.Before : InjectedFault.None), MostAtATime = 3,
        };
        var builder = new TopologyBuilder("sliced");
        var numbers = builder.AddSpout("numbers", source.AsSpout(), parallelism: 2);
        var keyed = numbers.Shuffle().Then("pass", () => new ProbeBolt<long, long>((x, output, _) => output.Emit(x)), parallelism: 2)
            .GroupBy(x => x % _keys);
        (_kind switch { 0 => keyed, 1 => keyed.PreAggregate(), _ => keyed.PartialKey() }).Aggregate("counts", a => a.Count(), _tasks).ToView();
        numbers.GroupBy(x => x % _keys).Aggregate("distinct", a => a.CountDistinct(x => x / 7), _tasks).ToView();
        var timed = numbers.WithEventTime(TimeOf, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromDays(1)));
        timed.GroupBy(x => x % 3).Window(Window.Tumbling(_window)).Aggregate("windows", a => a.Count(), _tasks).ToView();
        timed.GroupBy(x => x % 3).Window(Window.Session(_gap)).Aggregate("sessions", a => a.Count(), _tasks).ToView();
        timed.Where(x => x % 2 == 0).GroupBy(x => x % 3)
            .Join(timed.Where(x => x % 2 != 0).GroupBy(x => x % 3), "near", JoinWindow.Within(TimeSpan.FromMilliseconds(Near)), (even, odd) => (even, odd), _tasks)
            .GroupBy(pair => pair.even % 3).Aggregate("pairs", a => a.Count(), _tasks).ToView();
        var plan = ExecutionPlan.For(builder.Build(), new()
        {
            ChunkSize = _random.Next(1, 8), EdgeCapacity = _random.Next(1, 4), TimeProvider = _clock, PaceClock = _clock,
            Guarantee = _guarantee, Slices = new() { MostEnded = 4 },
        });
        var attempt = new RunAttempt(plan, _publication, _realtime, _threads, cuts: _cuts);
        Assert.True(attempt.OpenAsync(CancellationToken.None).IsCompletedSuccessfully, "opening waited or failed");
        return attempt;
    }

    private static DateTimeOffset TimeOf(long number) => DateTimeOffset.UnixEpoch.AddMilliseconds(number);

    private void Turn(bool mayFail)
    {
        switch (_random.Next(200))
        {
            case < 176: _threads.StepAny(); break;
            case < 184: Append(); break;
            case < 190: _clock.Advance(TimeSpan.FromMilliseconds(_random.Next(1, 30))); break;
            case 190: _attempt.RequestEpoch(); break;
            case < 193: _attempt.RequestNewEpoch(endsSlices: true); break;
            case < 195: _views[_random.Next(_views.Length)].Publish(); break;
            case 195: _views[_random.Next(_views.Length)].RollBack(); break;
            case 196: Fold(); break;
            case 197: Check("while running"); break;
            default:
                if (mayFail && _random.Next(4) == 0) _faults++;
                else if (mayFail && _random.Next(12) == 0) _disk.CutPowerAt(_random.Next(1, 40));
                break;
        }
        foreach (var view in _views) view.NoteDurable();
        if (_attempt.Ending.IsCompleted) Restart();
    }

    private void Fold()
    {
        var view = _realtime.Values.ElementAt(_random.Next(_realtime.Count));
        if (view.Sliced!.TryFoldOldest(_random.Next(1, 3))) Happened = Happened with { Folds = Happened.Folds + 1 };
        Settle();
    }

    private void Settle() => _cuts.Withdraw(() => _realtime.Values.Select(view => view.Sliced!.Slices));

    private void Append()
    {
        for (var count = _random.Next(1, 12); count > 0; count--)
        {
            var (partition, number) = (_random.Next(Partitions), _random.NextInt64(0, 1000));
            _log.Append(partition, new LogEntry(BitConverter.GetBytes(number)));
            _appended[partition].Add(number);
        }
    }

    /// <summary>A new process finds all that was appended, and perhaps a record whose appending lost its power.</summary>
    private void ReadLog()
    {
        for (var partition = 0; partition < Partitions; partition++)
        {
            var found = new List<long>();
            using var reader = _log.OpenReader(partition);
            while (reader.TryRead(out var record)) found.Add(BitConverter.ToInt64(record.Value));
            Assert.Equal(_appended[partition], found.Take(_appended[partition].Count));
            _appended[partition].Clear();
            _appended[partition].AddRange(found);
        }
    }

    private long[] CommittedPositions()
    {
        var positions = new long[Partitions];
        foreach (var position in _attempt.Committed.Spouts.SelectMany(task => task.Positions)) positions[position.Partition] = position.Offset;
        return positions;
    }

    /// <summary>The numbers between two places of the log.</summary>
    private List<long> Numbers(Cut? from, long[] to)
    {
        var numbers = new List<long>();
        for (var partition = 0; partition < Partitions; partition++)
        {
            var start = from?.Sources[0].Positions.FirstOrDefault(position => position.Partition == partition).Offset ?? 0;
            numbers.AddRange(_appended[partition].Take((int)to[partition]).Skip((int)start));
        }
        return numbers;
    }

    private void Check(string when)
    {
        if (_attempt.Committed.Epoch > _publication.Published) return; // durable, and not shown yet
        var committed = CommittedPositions();
        foreach (var view in _views) view.Check(when, committed);
        var windows = ((IWindowView<long, long>)_realtime["windows"]).All().ToDictionary(window => (window.Key, window.Start), window => window.Value);
        var expected = Numbers(null, committed).GroupBy(x => (x % 3, TimeOf(x / (long)_window.TotalMilliseconds * (long)_window.TotalMilliseconds)))
            .ToDictionary(group => group.Key, group => (long)group.Count());
        Assert.True(expected.Count == windows.Count && expected.All(pair => windows.GetValueOrDefault(pair.Key) == pair.Value), $"{when}: windows differ");
    }
}
