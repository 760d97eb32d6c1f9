using LambdaSpeed.Checkpoints;
using LambdaSpeed.Storage;
using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Simulation;

/// <summary>Runs with their own supervision: a <see cref="TopologyRun"/> restarts its attempts by its policy, over a disk that fails for so
/// long that patience runs out, while retention deletes what was put out.</summary>
/// <remarks>Tasks and commits are stepped by the test. Restarts happen on threads of the pool, as they do in earnest, so a seed repeats what is
/// done to the run, and not each interleaving.</remarks>
internal sealed class SupervisedWorld(int seed) : IAsyncDisposable
{
    private const int Partitions = 2;
    private static readonly ViewName<long, long> _counts = new("counts");

    private readonly Random _random = new(seed);
    private readonly SimulatedDisk _source = new(seed); // does not fail: what a failed append leaves would be other numbers
    private readonly SimulatedDisk _disk = new(seed);
    private readonly long[] _emitted = new long[Partitions]; // how far spouts of this process have read
    private readonly OutputWitness<long> _putOut = new(Codec.Int64);
    private FakeTimeProvider _clock = null!;
    private SteppedThreads _threads = null!;
    private ReplayLog _log = null!;
    private ReplayLog _results = null!;
    private TopologyRun _run = null!;
    private long _appended; // numbers so far: 0, 1, 2 …
    private int _faults;    // faults that the source owes

    public int Restarts { get; private set; }

    /// <summary>Runs that ended by a fault, their policy or their patience being exhausted.</summary>
    public int Faulted { get; private set; }

    public int Published { get; private set; }

    public ValueTask DisposeAsync() => _run?.DisposeAsync() ?? ValueTask.CompletedTask;

    public async Task LiveAsync()
    {
        for (var lives = _random.Next(1, 4); lives > 0; lives--)
        {
            await StartAsync();
            Task<EpochId>? publishing = null;
            var promised = 0L;
            for (var turns = _random.Next(100, 1500); turns > 0 && !_run.Completion.IsCompleted; turns--)
            {
                Turn();
                if (publishing is null && _random.Next(200) == 0) (publishing, promised) = (_run.PublishAsync(RunFixture.Cancel), Emitted);
                if (publishing is { IsCompleted: true })
                {
                    if (publishing.IsCompletedSuccessfully)
                    {
                        Published++;
                        Assert.True(Counted() >= promised, $"published {Counted()} numbers of {promised} that had been emitted");
                    }
                    publishing = null;
                }
            }
            await EndAsync();
        }
        await StartAsync();
        _faults = 0;
        var deadline = TimeProvider.System.GetTimestamp() + (20 * TimeProvider.System.TimestampFrequency);
        while (Counted() < _appended && !_run.Completion.IsCompleted && TimeProvider.System.GetTimestamp() < deadline)
        {
            Step();
            _clock.Advance(TimeSpan.FromMilliseconds(25));
        }
        Assert.True(Counted() == _appended, $"{Counted()} of {_appended} numbers were counted in the end: {_run.Completion.Exception} {_run.Describe()}");
        await StopAsync();
        Look();
        Assert.Equal(Enumerable.Range(0, (int)_appended).Select(number => (long)number), _putOut.Outputs("at the end").Order());
    }

    private long Emitted => _emitted.Sum();

    private void NoteEmitted(IPositionedSpout spout)
    {
        var positions = new List<LogPosition>();
        spout.CapturePositions(positions);
        foreach (var position in positions) _emitted[position.Partition] = Math.Max(_emitted[position.Partition], position.Offset);
    }

    private bool TakeFault() => _faults > 0 && _faults-- > 0;

    private async Task StartAsync()
    {
        _clock = new FakeTimeProvider();
        _threads = new SteppedThreads(_random, _clock);
        var storage = _disk.Open();
        var (resultDirectory, checkpointDirectory) = (storage.Directory("results"), storage.Directory("checkpoints"));
        storage.SyncNames();
        _log = OpenLog(_source.Open(), Partitions, retains: true);
        _results = OpenLog(resultDirectory, 1, retains: false);
        _putOut.Reopen();
        Look();
        var read = _log.AsSpout(Codec.Int64);
        var flaky = new FlakySource<long>(() => new WatchedSpout(read(), NoteEmitted))
        {
            Polls = new(_ => TakeFault() ? InjectedFault.Before : InjectedFault.None), MostAtATime = 3,
        };
        var builder = new TopologyBuilder("supervised");
        var numbers = builder.AddSpout("numbers", flaky.AsSpout(), parallelism: _random.Next(1, 3));
        numbers.GroupBy(x => x).Aggregate("counts", a => a.Count(), _random.Next(1, 3)).ToView();
        numbers.ToLog("results", _results);
        var plan = ExecutionPlan.For(builder.Build(), new()
        {
            ChunkSize = _random.Next(1, 8), EdgeCapacity = _random.Next(1, 4), TimeProvider = _clock, PaceClock = _clock,
            CommitPatience = TimeSpan.FromMilliseconds(_random.Next(1, 300)),
            Restart = new() { MaxRestarts = _random.Next(0, 4), FirstDelay = TimeSpan.FromMilliseconds(_random.Next(1, 20)) },
            Checkpoints = new FileCheckpointStore("a simulated disk", () => checkpointDirectory, new FileCheckpointOptions()),
        });
        _run = new TopologyRun(plan, _threads);
        await _run.StartAsync(null, RunFixture.Cancel);
        Array.Clear(_emitted);
    }

    private ReplayLog OpenLog(IStorage directory, int partitions, bool retains) => ReplayLog.Open(directory, new()
    {
        Partitions = partitions, SegmentBytes = 1024, RetentionBytes = retains ? null : 0, TimeProvider = _clock,
        Durability = retains ? LogDurability.EveryAppend : LogDurability.None,
    });

    private void Turn()
    {
        Look();
        switch (_random.Next(100))
        {
            case < 85: _threads.StepAny(); break;
            case < 90: Append(); break;
            case < 96: Advance(_random.Next(1, 40)); break;
            case 96: Advance(1200); break;
            case 97: Step(); break;
            case 98:
                if (_random.Next(3) == 0) _faults++;
                break;
            default:
                if (_random.Next(4) == 0) _disk.Fail(_random.Next(2) == 0 ? StorageOperation.Write : StorageOperation.Sync, _random.Next(1, 4), _random.Next(1, 12));
                break;
        }
        Thread.Yield(); // the supervision has its own threads
    }

    private void Append()
    {
        for (var count = _random.Next(1, 8); count > 0; count--)
        {
            _log.Append(_random.Next(Partitions), new LogEntry(BitConverter.GetBytes(_appended)));
            _appended++;
        }
    }

    private void Advance(int milliseconds)
    {
        Look();
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
    }

    private void Step()
    {
        while (_threads.HasWork)
        {
            Look(); // a step may save what is out, so that the next one deletes it
            _threads.StepAny();
        }
        Thread.Yield();
    }

    /// <summary>The process is killed, loses its power, or ends in order.</summary>
    private async Task EndAsync()
    {
        Restarts += _run.Restarts;
        Look();
        var how = _run.Completion.IsFaulted ? 0 : _random.Next(3);
        if (_run.Completion.IsFaulted) Faulted++;
        if (how == 1) await StopAsync();
        if (how == 2) _disk.Crash(_random);
        else _disk.Kill();
        _source.Kill();
        var aborting = _run.AbortAsync();
        await StepUntilAsync(aborting);
    }

    private Task StopAsync() => StepUntilAsync(_run.StopAsync(RunFixture.Cancel));

    private async Task StepUntilAsync(Task task)
    {
        var deadline = TimeProvider.System.GetTimestamp() + (20 * TimeProvider.System.TimestampFrequency);
        while (!task.IsCompleted)
        {
            Assert.True(TimeProvider.System.GetTimestamp() < deadline, $"the run does not end: {_run.Describe()}");
            Step();
            Advance(1);
        }
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Look()
    {
        try
        {
            _putOut.Look(_results);
        }
        catch (Exception exception) when (exception is IOException or LogWriteException)
        {
            // the process is dead: nothing is deleted any more
        }
    }

    /// <summary>How many numbers were counted, as of the published epoch; each once.</summary>
    private long Counted()
    {
        var counted = 0L;
        foreach (var (number, count) in _run.View(_counts).All())
        {
            Assert.True(count == 1, $"number {number} was counted {count} times");
            counted++;
        }
        return counted;
    }
}
