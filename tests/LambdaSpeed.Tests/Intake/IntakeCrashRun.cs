using LambdaSpeed.Tests.Logs;
using LambdaSpeed.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Intake;

/// <summary>Drives an intake by a seed through failures of the disk, lost answers, stops, kills and crashes, and checks the log after
/// each.</summary>
internal sealed class IntakeCrashRun
{
    private static readonly ImmediateTimeProvider NoTime = new();

    private readonly Random _random;
    private readonly string _name;
    private readonly SimulatedDisk _disk;
    private readonly SimulatedBroker _broker;
    private readonly ReplayLogOptions _options;
    private readonly IntakeOptions _intake;
    private readonly List<BrokerMessage> _messages = [];
    private ReplayLog _log;
    private bool _isPowerCut; // the power goes, or has gone

    /// <param name="seed">Decides all.</param>
    /// <param name="window">How many records the intake looks back over; null for enough.</param>
    public IntakeCrashRun(int seed, int? window = null)
    {
        _random = new Random(seed);
        _name = $"seed {seed}";
        _disk = new SimulatedDisk(seed);
        _broker = new SimulatedBroker(_random) { Prefetch = _random.Next(1, 12), LostAnswers = _random.Next(3) == 0 ? 4 : 0 };
        _options = new ReplayLogOptions
        {
            Partitions = _random.Next(1, 4),
            SegmentBytes = _random.Next(2) == 0 ? 1024 : 8 * 1024,
            TimeProvider = new FakeTimeProvider(LogFixture.Start),
            Durability = _random.Next(2) == 0 ? LogDurability.None : LogDurability.EveryAppend,
        };
        _intake = new IntakeOptions
        {
            Window = window ?? (_broker.LostAnswers > 0 ? 100_000 : 64), // a lost answer may be found out about much later
            MaxTogether = _random.Next(1, 10),
            TimeProvider = NoTime,
            StoresInTurn = seed % 4 > 0, // one in four does not repeat itself, and is as users run it
        };
        _log = Open();
    }

    public int Recoveries { get; private set; }

    public int Duplicates { get; private set; }

    public async Task GoAsync(int incarnations)
    {
        for (var i = 0; i < incarnations; i++)
        {
            for (var n = _random.Next(1, 15); n > 0; n--) AddMessage();
            _broker.MaxDeliveries = _random.Next(1, 20);
            _isPowerCut = _random.Next(2) == 0;
            if (_isPowerCut) _disk.CutPowerAt(_random.Next(1, 50));
            else if (_random.Next(2) == 0) Break();
            await TakeInAsync();
            Restart();
            Check();
        }
        _disk.Kill(); // what was to fail does not
        _log = Open();
        _broker.MaxDeliveries = int.MaxValue;
        _broker.LostAnswers = 0;
        await TakeInAsync();
        Assert.Empty(_broker.Waiting);
        Check();
    }

    /// <summary>Runs an intake until its source ends, or until the power is off and it notices.</summary>
    private async Task TakeInAsync()
    {
        var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = new DelayWatch(() =>
        {
            if (_disk.IsPowerOff) dead.TrySetResult();
        });
        LogIntake intake;
        try
        {
            intake = await LogIntake.StartAsync<BrokerMessage, (string Key, string Value)>(
                _broker, BrokerMessage.WriterOf(_log), BrokerMessage.Judge, _intake with { LoggerFactory = watch });
        }
        catch (Exception exception) when (exception is LogWriteException or IOException)
        {
            return; // the power is off, or the disk failed the sync at the start
        }
        await Task.WhenAny(intake.Completion, dead.Task);
        await intake.DisposeAsync();
        Duplicates += (int)intake.Describe().Duplicates;
    }

    private void AddMessage()
    {
        var number = _messages.Count;
        var records = Enumerable.Range(0, _random.Next(5)).Select(i => (_random.Next(5) == 0 ? "" : $"k{_random.Next(20)}", $"m{number}.{i}"));
        var id = _random.Next(8) == 0 ? null : $"id {number} é";
        var message = new BrokerMessage(id, [.. records]);
        _messages.Add(message);
        _broker.Add(message);
    }

    private void Break()
    {
        switch (_random.Next(4))
        {
            case 0: _disk.Fail(StorageOperation.Sync, _random.Next(1, 6), _random.Next(1, 3)); break;
            case 1: _disk.Fail(StorageOperation.Write, _random.Next(1, 6), _random.Next(1, 3)); break;
            case 2: _disk.Fail(StorageOperation.Create, _random.Next(1, 3)); break;
            default: _disk.Fail(StorageOperation.SyncNames, _random.Next(1, 3)); break;
        }
    }

    private void Restart()
    {
        switch (_random.Next(4))
        {
            case 0: _disk.Kill(); break;
            case 1 when !_isPowerCut: return; // the same process goes on
            default: _disk.Crash(_random); break;
        }
        _log = Open();
        Recoveries++;
    }

    /// <summary>What must hold whatever has happened.</summary>
    private void Check()
    {
        var stored = Stored();
        foreach (var message in _messages)
        {
            var counts = message.Records.Select(record => stored.GetValueOrDefault(record.Value)).ToArray();
            if (message.Id is not null) Assert.All(counts, count => Require(count <= 1, $"{message} is stored {count} times"));
            if (IsAcknowledged(message)) Assert.All(counts, count => Require(count >= 1, $"{message} was acknowledged and is lost"));
            foreach (var value in message.Records) stored.Remove(value.Value);
        }
        Require(stored.Count == 0, $"{string.Join(", ", stored.Keys)} was never accepted");
        foreach (var (message, answer) in _broker.Answers)
        {
            Require(answer.Outcome == IntakeOutcome.Rejected == (message.Records.Length == 0), $"{message} was answered {answer}");
        }
    }

    private bool IsAcknowledged(BrokerMessage message) =>
        _broker.Answers.Any(each => each.Message == message && each.Answer.Outcome != IntakeOutcome.Rejected);

    /// <summary>How often each value is in the log, and that its key and position are right.</summary>
    private Dictionary<string, int> Stored()
    {
        var codec = Codec.Tuple(Codec.String, Codec.String);
        var stored = new Dictionary<string, int>();
        for (var partition = 0; partition < _log.PartitionCount; partition++)
        {
            using var reader = _log.OpenReader(partition);
            while (reader.TryRead(out var record))
            {
                var bytes = record.Value;
                var (key, value) = codec.Read(ref bytes);
                stored[value] = stored.GetValueOrDefault(value) + 1;
                Require(partition == _log.PartitionOf(record.Key) || key.Length == 0, $"{value} is in partition {partition}");
            }
        }
        return stored;
    }

    private void Require(bool holds, string problem) => Assert.True(holds, $"{_name}, recovery {Recoveries}: {problem}");

    private ReplayLog Open() => ReplayLog.Open(_disk.Open(), _options);
}
