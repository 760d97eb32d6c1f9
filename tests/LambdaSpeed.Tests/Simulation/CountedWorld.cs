using LambdaSpeed.Checkpoints;
using LambdaSpeed.State;
using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Storage;
using LambdaSpeed.Views;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Simulation;

/// <summary>Processes that count different numbers, each of which is in the log once: so it shows how often each was counted.</summary>
/// <remarks>One thread, one seed. Barriers cross several edges, and the disk forgets.</remarks>
internal sealed class CountedWorld(int seed, DeliveryGuarantee guarantee)
{
    private const int Partitions = 3;

    private readonly Random _random = new(seed);
    private readonly SimulatedDisk _disk = new(seed);
    private SteppedThreads _threads = null!;
    private FakeTimeProvider _clock = null!;
    private ReplayLog _log = null!;
    private ICheckpointJournal? _journal; // null where nothing is committed
    private EpochPublication _publication = null!;
    private Dictionary<string, IRealtimeView> _views = null!;
    private RunAttempt _attempt = null!;
    private long _appended; // numbers so far: 0, 1, 2 …
    private int _faults;    // faults that the source owes

    /// <summary>Attempts of all processes.</summary>
    public int Starts { get; private set; }

    /// <summary>Numbers that were counted more than once, at the end.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Numbers that were not counted, at the end.</summary>
    public int Lost { get; private set; }

    public void Live()
    {
        for (var lives = _random.Next(1, 4); lives > 0; lives--)
        {
            Start();
            for (var turns = _random.Next(50, 1500); turns > 0; turns--) Turn();
            if (_random.Next(2) == 0) _disk.Kill();
            else _disk.Crash(_random);
        }
        Start();
        for (var turns = 500; turns > 0; turns--) Turn();
        _faults = 0;
        for (var i = 0; i < 400; i++)
        {
            _threads.StepAll();
            if (_attempt.Ending.IsCompleted) Restart();
            _clock.Advance(TimeSpan.FromMilliseconds(25));
        }
        Check("at the end");
        var counts = Counts();
        Duplicates = counts.Values.Count(count => count > 1);
        Lost = (int)_appended - counts.Count;
    }

    private bool TakeFault() => _faults > 0 && _faults-- > 0;

    private void Start()
    {
        _clock = new FakeTimeProvider();
        _threads = new SteppedThreads(_random, _clock);
        var storage = _disk.Open();
        var (logDirectory, checkpointDirectory) = (storage.Directory("log"), storage.Directory("checkpoints"));
        storage.SyncNames();
        _log = ReplayLog.Open(logDirectory, new() { Partitions = Partitions, Durability = LogDurability.EveryAppend, TimeProvider = _clock });
        var store = new FileCheckpointStore("a simulated disk", () => checkpointDirectory, new FileCheckpointOptions());
        _journal = guarantee == DeliveryGuarantee.AtMostOnce ? null : store.Open("counted");
        _publication = new EpochPublication();
        if (_journal?.Latest is { } latest) _publication.StartAt(latest.Epoch);
        _views = [];
        _attempt = NewAttempt();
        if (_journal is not null) _attempt.Seek(_attempt.Load(_journal));
        Begin();
    }

    private void Restart()
    {
        Assert.IsType<TaskFailedException>(_attempt.Fault);
        var closing = _attempt.CloseAsync();
        _threads.StepAll();
        closing.GetAwaiter().GetResult();
        var next = NewAttempt();
        next.TakeOver(_attempt, _journal);
        next.Seek(_attempt.Committed.Spouts);
        _attempt = next;
        Begin();
    }

    private void Begin()
    {
        Starts++;
        foreach (var view in _views.Values) view.Adopt();
        Check("after a start");
        _attempt.Start(_journal);
    }

    private RunAttempt NewAttempt()
    {
        var source = new FlakySource<long>(_log.AsSpout(Codec.Int64))
        {
            Polls = new(_ => TakeFault() ? InjectedFault.Before : InjectedFault.None), MostAtATime = 3,
        };
        var builder = new TopologyBuilder("counted");
        builder.AddSpout("numbers", source.AsSpout(), parallelism: 3)
            .Shuffle().Then("pass", () => new ProbeBolt<long, long>((x, output, _) => output.Emit(x)), parallelism: 2)
            .GroupBy(x => x).Aggregate("counts", a => a.Count(), parallelism: 2).ToView();
        var plan = ExecutionPlan.For(builder.Build(), new()
        {
            Guarantee = guarantee, ChunkSize = _random.Next(1, 8), EdgeCapacity = _random.Next(1, 4), TimeProvider = _clock, PaceClock = _clock,
        });
        var attempt = new RunAttempt(plan, _publication, _views, _threads);
        Assert.True(attempt.OpenAsync(CancellationToken.None).IsCompletedSuccessfully, "opening waited or failed");
        return attempt;
    }

    private void Turn()
    {
        switch (_random.Next(100))
        {
            case < 90: _threads.StepAny(); break;
            case < 94: Append(); break;
            case < 97: _clock.Advance(TimeSpan.FromMilliseconds(_random.Next(1, 30))); break;
            case 97: _attempt.RequestEpoch(); break;
            case 98: Check("while running"); break;
            default:
                if (_random.Next(4) == 0) _faults++;
                break;
        }
        if (_attempt.Ending.IsCompleted) Restart();
    }

    private void Append()
    {
        for (var count = _random.Next(1, 12); count > 0; count--)
        {
            _log.Append(_random.Next(Partitions), new LogEntry(BitConverter.GetBytes(_appended)));
            _appended++;
        }
    }

    /// <summary>No number is lost that stands before the committed positions; none is counted more often than there were starts; and where
    /// there was but one, none is counted twice.</summary>
    private void Check(string when)
    {
        var counts = Counts();
        Assert.All(counts, pair => Assert.True(pair.Value <= Most, $"{when}: number {pair.Key} was counted {pair.Value} times by {Starts} starts"));
        if (guarantee == DeliveryGuarantee.AtMostOnce || _attempt.Committed.Epoch > _publication.Published) return;

        foreach (var position in _attempt.Committed.Spouts.SelectMany(task => task.Positions))
        {
            using var reader = _log.OpenReader(position.Partition);
            while (reader.NextOffset < position.Offset && reader.TryRead(out var record))
            {
                var number = BitConverter.ToInt64(record.Value);
                Assert.True(counts.ContainsKey(number), $"{when}: number {number} stands before {position}, and is not counted");
            }
        }
    }

    private long Most => guarantee == DeliveryGuarantee.AtLeastOnce ? Math.Max(1, Starts) : 1;

    private Dictionary<long, long> Counts()
    {
        using var pin = new EpochPin(_publication);
        return ((ISnapshotView<long, long>)_views["counts"]).SnapshotAt(pin, _views["counts"].Parts).All().ToDictionary();
    }
}
