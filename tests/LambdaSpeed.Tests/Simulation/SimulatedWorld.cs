using LambdaSpeed.Checkpoints;
using LambdaSpeed.State;
using LambdaSpeed.Storage;
using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Storage;
using LambdaSpeed.Views;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Simulation;

/// <summary>Processes that live and die on one disk: each opens the log and the checkpoints, goes on, and is stopped, killed or robbed of
/// its power. What readers are shown is compared with a fold of the log at every turn.</summary>
/// <remarks>One thread, one seed: a failure repeats itself.</remarks>
internal sealed class SimulatedWorld
{
    private const int Partitions = 3;

    private readonly Random _random;
    private readonly SimulatedDisk _disk;
    private readonly RandomPipeline _pipeline;
    private readonly List<long>[] _appended = [.. Enumerable.Range(0, Partitions).Select(_ => new List<long>())]; // what the log holds
    private readonly long[] _durable = new long[Partitions]; // how much of it must survive
    private readonly long _snapshotAfter;
    private readonly long? _residentBytes; // when the store reads single keys
    private readonly bool _hasRetention;  // do the logs keep as little as they may?
    private readonly TimeSpan _patience;  // how long a commit is tried
    private readonly OutputWitness<long> _putOut = new(Codec.Int64);
    private readonly OutputWitness<DeadLetter<long>> _lettersPutOut = new(new DeadLetterCodec<long>(Codec.Int64));
    private SteppedThreads _threads = null!;
    private FakeTimeProvider _clock = new(); // of the process at hand; goes on where that of the one before stood
    private ReplayLog _log = null!;
    private ReplayLog _results = null!;
    private ReplayLog _letters = null!;
    private ICheckpointJournal _journal = null!;
    private EpochPublication _publication = null!;
    private Dictionary<string, IRealtimeView> _views = null!;
    private RunAttempt _attempt = null!;
    private SpeedLayerOptions _options = null!;
    private EpochId _shown; // the newest epoch that any reader was ever shown
    private int _faults;    // faults that the source owes
    private bool _isFailing;  // failures were injected into the life at hand
    private bool _isPowerCut; // the power goes, or has gone

    public SimulatedWorld(int seed, Defect defect = Defect.None)
    {
        Defect = defect;
        _random = new Random(seed);
        _disk = new SimulatedDisk(seed);
        _pipeline = new RandomPipeline(seed, keepsHalfEffects: defect == Defect.KeepsHalfEffects);
        _snapshotAfter = _random.Next(1, 4000);
        var byKey = new Random(~seed); // a source of its own: the other draws of a seed are as they were
        _residentBytes = byKey.Next(3) == 0 ? byKey.Next(1, 4000) : null;
        _hasRetention = _random.Next(2) == 0;
        _patience = TimeSpan.FromMilliseconds(_random.Next(2) == 0 ? _random.Next(1, 20) : 60_000);
    }

    public Defect Defect { get; }

    /// <summary>What has happened so far: a simulation in which little happens proves little.</summary>
    public SimulatedEvents Happened { get; private set; } = new();

    /// <summary>Lives some lives; the last one ends well and must have processed all.</summary>
    public void Live()
    {
        for (var lives = _random.Next(1, 5); lives > 0; lives--)
        {
            if (!TryStart(mayFail: _random.Next(4) == 0)) continue;
            for (var turns = _random.Next(50, 2500); turns > 0 && IsAlive(); turns--) Turn(mayFail: true);
            Die();
        }
        TryStart(mayFail: false);
        for (var turns = 300; turns > 0; turns--) Turn(mayFail: false);
        FinishAndCheck();
    }

    private bool TakeFault() => _faults > 0 && _faults-- > 0;

    public int AtATime() => _random.Next(1, 9);

    /// <summary>A process begins; false when an injected failure kept it from that, which is as if it died.</summary>
    private bool TryStart(bool mayFail)
    {
        _clock = new FakeTimeProvider(_clock.GetUtcNow()); // the timers of the process before are dead
        _threads = new SteppedThreads(_random, _clock);
        if (mayFail) Injure();
        try
        {
            Start();
            return true;
        }
        catch (Exception exception) when (_isFailing && exception is LambdaSpeedException or IOException)
        {
            Die();
            return false;
        }
    }

    private void Start()
    {
        var storage = _disk.Open();
        var (logDirectory, checkpointDirectory) = (storage.Directory("log"), storage.Directory("checkpoints"));
        var (resultDirectory, letterDirectory) = (storage.Directory("results"), storage.Directory("letters"));
        storage.SyncNames();
        _log = OpenLog(logDirectory, Partitions);
        _results = OpenLog(resultDirectory, partitions: 2);
        _letters = OpenLog(letterDirectory, partitions: 2);
        ReadLog();
        HoldLog();
        _putOut.Reopen();
        _lettersPutOut.Reopen();
        LookAtOutputs();
        _pipeline.Rescale(_random.Next(3)); // each life may have other parallelism
        ICheckpointStore store = new FileCheckpointStore("a simulated disk", () => checkpointDirectory,
            new FileCheckpointOptions { SnapshotAfterBytes = _snapshotAfter });
        if (Defect == Defect.PublishesBeforeTheCommit) store = new HastyStore(store);
        else if (_residentBytes is { } bytes) store = new ByKeyStore(store, bytes);
        _journal = store.Open("simulated");
        _publication = new EpochPublication();
        if (_journal.Latest is { } latest) _publication.StartAt(latest.Epoch);
        Assert.True(_publication.Published >= _shown, $"readers had been shown {_shown}, but the next start goes on from {_publication.Published}");
        _views = [];
        _options = NewOptions();
        _attempt = NewAttempt();
        _attempt.Seek(_attempt.Load(_journal));
        foreach (var view in _views.Values) view.Adopt();
        Check("after the start", isStarted: false);
        _attempt.Start(_journal);
        CheckLeftOver("after the start");
    }

    /// <summary>What a former life left to be put out has gone out, unless something fails.</summary>
    private void CheckLeftOver(string when)
    {
        _threads.StepAll();
        if (!_isFailing && !_isPowerCut && !_attempt.Ending.IsCompleted) CheckResults(when);
    }

    private ReplayLog OpenLog(IStorage directory, int partitions) => ReplayLog.Open(directory, new()
    {
        Partitions = partitions,
        SegmentBytes = _hasRetention ? 1024 : 4096,
        RetentionBytes = _hasRetention ? 0 : null,
        Durability = LogDurability.None,
        TimeProvider = _clock,
    });

    /// <summary>A consumer holds the source's log before the run's first checkpoint does: else retention might delete what nobody has
    /// read, as it may.</summary>
    private void HoldLog()
    {
        if (!_hasRetention) return;
        using var consumer = _log.OpenConsumer("simulated.numbers");
        if (consumer.CommittedOffset(0) is null) consumer.Commit([.. Enumerable.Range(0, Partitions).Select(partition => new LogPosition(partition, 0))]);
    }

    private SpeedLayerOptions NewOptions() => new()
    {
        ChunkSize = _random.Next(1, 20),
        EdgeCapacity = _random.Next(1, 4),
        TimeProvider = _clock,
        PaceClock = _clock,
        TracksPositions = _random.Next(2) == 0,
        CommitPatience = _patience,
        Guarantee = Defect == Defect.DoesNotAlign ? DeliveryGuarantee.AtLeastOnce : DeliveryGuarantee.ExactlyOnce,
    };

    private RunAttempt NewAttempt()
    {
        var read = _log.AsSpout(Codec.Int64);
        var source = new FlakySource<long>(() => new SimulatedSource(read(), this))
        {
            Polls = new(_ => TakeFault() ? InjectedFault.Before : InjectedFault.None),
        };
        var plan = ExecutionPlan.For(_pipeline.Build(source.AsSpout(), _results, _letters), _options);
        var attempt = new RunAttempt(plan, _publication, _views, _threads);
        var opening = attempt.OpenAsync(CancellationToken.None);
        Assert.True(opening.IsCompleted, "opening waited for something");
        opening.GetAwaiter().GetResult();
        return attempt;
    }

    private void Turn(bool mayFail)
    {
        switch (_random.Next(1000))
        {
            case < 900: _threads.StepAny(); break;
            case < 920: _pipeline.Times.Calls.CompleteAny(_random); break;
            case < 945: Append(); break;
            case < 985: Advance(_random.Next(1, 30)); break;
            case 985: Advance(1200); break; // consumers' files are saved, and retention looks
            case < 990: Check("while running"); break;
            case < 997: _attempt.RequestEpoch(); break;
            default:
                if (mayFail) Injure();
                break;
        }
        NoteDurable();
        if (_attempt.Ending.IsCompleted && IsAlive()) Restart();
        if (_publication.Published > _shown) Show();
    }

    private void Advance(int milliseconds)
    {
        LookAtOutputs(); // retention may look as well
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        if (_hasRetention && milliseconds > 1000 && !_isFailing && !_isPowerCut) ApplyRetention();
    }

    private void ApplyRetention()
    {
        foreach (var log in new[] { _log, _results, _letters }) log.ApplyRetention();
    }

    private void LookAtOutputs()
    {
        try
        {
            _putOut.Look(_results);
            _lettersPutOut.Look(_letters);
        }
        catch (IOException) when (_isPowerCut)
        {
            return; // nothing is deleted any more either
        }
        Happened = Happened with { Deleted = _putOut.Deleted + _lettersPutOut.Deleted };
    }

    private void Show()
    {
        _shown = _publication.Published;
        Happened = Happened with { Epochs = Happened.Epochs + 1 };
        Check("after a publication");
    }

    private void Injure()
    {
        _isFailing = true;
        switch (_random.Next(5))
        {
            case 0: _faults++; break;
            case 1:
                _disk.CutPowerAt(_random.Next(1, 30));
                _isPowerCut = true;
                break;
            default:
                StorageOperation[] kinds = [StorageOperation.Write, StorageOperation.Sync, StorageOperation.Create, StorageOperation.Rename, StorageOperation.SyncNames];
                _disk.Fail(kinds[_random.Next(kinds.Length)], _random.Next(1, 4), _random.Next(1, 3));
                break;
        }
    }

    private void Append()
    {
        for (var count = _random.Next(1, 12); count > 0; count--)
        {
            var partition = _random.Next(Partitions);
            var number = (_log.EndOffset(partition) * 16) + _random.Next((int)RandomTimes.Disorder);
            var writer = new System.Buffers.ArrayBufferWriter<byte>();
            Codec.Int64.Write(writer, number);
            try
            {
                var offset = (int)_log.Append(partition, new LogEntry(writer.WrittenSpan)).Offset;
                Assert.True(offset <= _appended[partition].Count, $"the log gave offset {offset} after {_appended[partition].Count} records");
                var appended = _appended[partition];
                appended.RemoveRange(offset, appended.Count - offset); // withdrawn: never promised to be kept
                appended.Add(number);
            }
            catch (LogWriteException)
            {
                return; // nothing was appended
            }
        }
    }

    /// <summary>A new process finds what was durable; what was not may be there, or not, or be what was withdrawn before.</summary>
    private void ReadLog()
    {
        for (var partition = 0; partition < Partitions; partition++)
        {
            var first = (int)_log.FirstOffset(partition); // what is deleted was processed, as retention waits for the run
            var found = _appended[partition].Take(first).ToList();
            Assert.Equal(first, found.Count);
            using var reader = _log.OpenReader(partition);
            while (reader.TryRead(out var record))
            {
                var bytes = record.Value;
                found.Add(Codec.Int64.Read(ref bytes));
            }
            var durable = _appended[partition].Take((int)_durable[partition]).ToList();
            Assert.Equal(durable, found.Take(durable.Count));
            _appended[partition].Clear();
            _appended[partition].AddRange(found);
        }
    }

    private void NoteDurable()
    {
        for (var partition = 0; partition < Partitions; partition++) _durable[partition] = _log.DurableOffset(partition);
    }

    private bool IsAlive() => _journal is not null;

    /// <summary>A task or the commit has failed: the same process goes on with another attempt.</summary>
    private void Restart()
    {
        if (_isPowerCut)
        {
            Die();
            return;
        }
        Assert.True(_attempt.Fault is not (InvariantViolationException or null), $"the run ended with {_attempt.Fault}");
        LookAtOutputs();
        Close();
        if (_attempt.Fault is CheckpointException) // patience has run out: the run ends, and this process with it
        {
            Happened = Happened with { Impatient = Happened.Impatient + 1 };
            Die();
            return;
        }
        Happened = Happened with { Restarts = Happened.Restarts + 1 };
        try
        {
            var next = NewAttempt();
            next.TakeOver(_attempt, _journal);
            next.Seek(_attempt.Committed.Spouts);
            foreach (var view in _views.Values) view.Adopt();
            _attempt = next;
            Check("after a restart");
            _attempt.Start(_journal);
            CheckLeftOver("after a restart");
        }
        catch (LambdaSpeedException) when (_isFailing)
        {
            Die(); // the log or the disk is past repair for this process
            return;
        }
    }

    private void Close()
    {
        var closing = _attempt.CloseAsync();
        _pipeline.Times.Calls.CompleteAll();
        NoteRetries();
        _threads.StepAll(); // commits at hand may finish
        closing.GetAwaiter().GetResult();
        LookAtOutputs();
    }

    private void Die()
    {
        if (IsAlive() && !_isFailing && _random.Next(4) == 0) Stop();
        if (IsAlive()) LookAtOutputs();
        if (_isFailing || _random.Next(3) > 0) _disk.Crash(_random);
        else _disk.Kill();
        _isFailing = _isPowerCut = false;
        _faults = 0;
        _pipeline.Times.Calls.Forget();
        _journal = null!;
        Happened = Happened with { Crashes = Happened.Crashes + 1 };
    }

    /// <summary>The run is asked to stop and does: what was read is processed and committed, and nothing waits any more.</summary>
    private void Stop()
    {
        _attempt.RequestEnd(LambdaSpeed.Streams.SignalKind.Stop);
        for (var i = 0; i < 100 && !_attempt.Ending.IsCompleted; i++)
        {
            _threads.StepAll();
            _pipeline.Times.Calls.CompleteAll();
            if (!_attempt.Ending.IsCompleted) _clock.Advance(TimeSpan.FromMilliseconds(1)); // commits and epochs may owe something
        }
        Assert.True(_attempt.Ending.IsCompleted && _attempt.Fault is null, $"the run did not stop: {_attempt.Fault}");
        Check("after a stop");
        LookAtOutputs();
        Close();
        NoteDurable();
    }

    private void FinishAndCheck()
    {
        for (int i = 0, quiet = 0; i < 1000 && quiet < 5; i++) // long enough for timers that wait for the clock, and an epoch behind them
        {
            _threads.StepAll();
            if (_attempt.Ending.IsCompleted) Assert.Fail($"the last process failed: {_attempt.Fault}");
            LookAtOutputs();
            _pipeline.Times.Calls.CompleteAll();
            _clock.Advance(TimeSpan.FromMilliseconds(25));
            quiet = Committed().SequenceEqual(Ends()) ? quiet + 1 : 0;
        }
        Assert.Equal(Ends(), Committed());
        Check("at the end", isAtEnd: true);
        CheckResults("at the end");
        NoteRetries();
    }

    /// <summary>What went out must be what the committed part of the log amounts to: nothing is missing, nothing is there twice.</summary>
    private void CheckResults(string when)
    {
        var committed = Committed();
        var numbers = _appended.SelectMany((appended, partition) => appended.Take((int)committed[partition])).ToList();
        if (ReadOutput(_results, _putOut, when) is { } found) RequireOutput(when, "results", RandomPipeline.ExpectedResults(numbers), found);
        if (ReadOutput(_letters, _lettersPutOut, when) is not { } letters) return;

        RequireOutput(when, "dead letters", _pipeline.ExpectedLetters(numbers), letters.Select(letter => letter.Tuple));
        Assert.All(letters, letter => Assert.Equal(("failing", typeof(Fixtures.TestFailure).FullName), (letter.Component, letter.ExceptionType)));
        Assert.All(letters, letter => Assert.True(letter.Position is not { } at || _appended[at.Partition][(int)at.Offset] == letter.Tuple));
    }

    /// <summary>What was put out into a log, each record once; null when it cannot be read now.</summary>
    private List<T>? ReadOutput<T>(ReplayLog log, OutputWitness<T> witness, string when)
    {
        try
        {
            foreach (var writer in log.Writers) writer.Write();
        }
        catch (LogWriteException) when (_isFailing)
        {
            return null; // what was appended waits for the disk, and cannot be read yet
        }
        witness.Look(log);
        return witness.Outputs(when);
    }

    private void RequireOutput(string when, string output, IEnumerable<long> expected, IEnumerable<long> found) => Assert.True(
        expected.SequenceEqual(found.Order()), $"{when}, {_attempt.Committed.Epoch}, published {_publication.Published}, {output}: " +
        $"found {string.Join(' ', found.Order())}, expected {string.Join(' ', expected)}");

    private void NoteRetries()
    {
        var retries = _attempt?.Tasks.SelectMany(task => task.Stages).Sum(stage => stage.Context.TuplesRetried) ?? 0;
        Happened = Happened with { Retries = Happened.Retries + (int)retries };
    }

    /// <summary>What readers are shown must be what the log's records before the committed positions amount to.</summary>
    private void Check(string when, bool isAtEnd = false, bool isStarted = true)
    {
        if (_attempt.Committed.Epoch > _publication.Published) return; // durable, but its outputs are not all out: not shown yet
        var committed = Committed();
        var numbers = new List<long>();
        long? watermark = long.MaxValue;
        for (var partition = 0; partition < Partitions; partition++)
        {
            Assert.True(committed[partition] <= _appended[partition].Count,
                $"{when}: {committed[partition]} records of partition {partition} are committed, the log holds {_appended[partition].Count}");
            var ofPartition = _appended[partition].Take((int)committed[partition]).ToList();
            numbers.AddRange(ofPartition);
            watermark = ofPartition.Count == 0 || watermark is null ? null : Math.Min(watermark.Value, ofPartition.Max() - RandomTimes.Disorder);
        }
        using var pin = new EpochPin(_publication);
        var finding = _pipeline.Check(new(numbers, watermark, isAtEnd), name => Read(name, pin, isSettled: isAtEnd || !isStarted));
        Assert.True(finding is null, $"{when}, {_publication.Published}: {finding}\n{_pipeline.Describe()}");
    }

    /// <summary>All that a view shows, read as a whole and key by key.</summary>
    /// <param name="name">The view.</param>
    /// <param name="pin">The epoch.</param>
    /// <param name="isSettled">Does it hold nothing that is not published?</param>
    private Dictionary<long, long> Read(string name, EpochPin pin, bool isSettled)
    {
        var view = (ISnapshotView<long, long>)_views[name];
        var snapshot = view.SnapshotAt(pin, _views[name].Parts);
        var all = snapshot.All().ToDictionary();
        foreach (var key in all.Keys.Append(-1).Append(1_000))
        {
            var found = view.TryGet(key, out var value);
            Assert.True(found == snapshot.TryGet(key, out var held) && value == held && found == all.ContainsKey(key) && value == all.GetValueOrDefault(key),
                $"view '{name}' has {value} under {key}, its snapshot {held}, the whole of it {all.GetValueOrDefault(key)}");
        }
        if (isSettled) Assert.Equal(all.Count, view.Count);
        return all;
    }

    private long[] Ends() => [.. Enumerable.Range(0, Partitions).Select(_log.EndOffset)];

    private long[] Committed()
    {
        var positions = new long[Partitions];
        foreach (var position in _attempt.Committed.Spouts.SelectMany(task => task.Positions)) positions[position.Partition] = position.Offset;
        return positions;
    }
}
