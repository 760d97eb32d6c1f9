using System.Text;
using LambdaSpeed.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Drives a log by a seed through appends, syncs, failures of the disk, kills and crashes, and checks it after each.</summary>
internal sealed class CrashRun
{
    private readonly Random _random;
    private readonly string _name;
    private readonly SimulatedDisk _disk;
    private readonly FakeTimeProvider _clock = new(LogFixture.Start);
    private readonly ReplayLogOptions _options;
    private readonly LogTimeline[] _timelines;
    private ReplayLog _log;
    private int _counter; // makes every value another

    public CrashRun(int seed)
    {
        _random = new Random(seed);
        _name = $"seed {seed}";
        _disk = new SimulatedDisk(seed);
        _timelines = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => new LogTimeline()).ToArray();
        _options = new ReplayLogOptions
        {
            Partitions = _timelines.Length,
            SegmentBytes = _random.Next(2) == 0 ? 1024 : 8 * 1024,
            TimeProvider = _clock,
            Durability = _random.Next(3) switch
            {
                0 => LogDurability.None,
                1 => LogDurability.EveryAppend,
                _ => LogDurability.Interval(TimeSpan.FromMilliseconds(20)),
            },
        };
        _log = Open();
    }

    /// <summary>How often the log was opened after a crash or kill.</summary>
    public int Recoveries { get; private set; }

    public void Go(int incarnations)
    {
        for (var i = 0; i < incarnations; i++)
        {
            if (_random.Next(2) == 0) _disk.CutPowerAt(_random.Next(1, 60));
            var steps = _random.Next(1, 60);
            for (var step = 0; step < steps; step++)
            {
                if (!TryStep()) break;
            }
            Restart();
        }
    }

    private bool TryStep()
    {
        var partition = _random.Next(_timelines.Length);
        try
        {
            Step(partition, _timelines[partition]);
            return true;
        }
        catch (Exception exception) when (exception is LogWriteException || (exception is IOException && _disk.IsPowerOff))
        {
            LearnWithdrawals();
            return !_disk.IsPowerOff;
        }
    }

    private void Step(int partition, LogTimeline timeline)
    {
        switch (_random.Next(12))
        {
            case < 5:
                AppendOne(partition, timeline);
                break;
            case < 8:
                AppendChunk(partition, timeline);
                break;
            case 8:
                var ends = _timelines.Select(each => each.Count).ToArray();
                _log.Sync();
                for (var i = 0; i < ends.Length; i++) _timelines[i].Acknowledge(ends[i]);
                break;
            case 9:
                _clock.Advance(TimeSpan.FromMilliseconds(_random.Next(1, 40)));
                LearnWithdrawals();
                break;
            case 10:
                for (var i = 0; i < 4; i++) _log.EndOffset(partition); // an injected failure of a write delays it
                if (!_disk.IsPowerOff) timeline.RequireAll(Read(partition), $"{_name}, partition {partition}");
                break;
            default:
                Break();
                break;
        }
    }

    private void AppendOne(int partition, LogTimeline timeline)
    {
        var value = NewValue();
        var before = timeline.Count;
        timeline.Add(before, value); // should the call fail, it is there or not: a failed one is a prefix too
        var position = _log.Append(partition, new LogEntry(LogTimeline.Bytes(value)));
        Assert.Equal(before, position.Offset);
        if (_options.Durability == LogDurability.EveryAppend) timeline.Acknowledge(before + 1);
    }

    private void AppendChunk(int partition, LogTimeline timeline)
    {
        var chunk = _log.NewChunk();
        var values = Enumerable.Range(0, _random.Next(1, 8)).Select(_ => NewValue()).ToArray();
        foreach (var value in values) chunk.Add(LogTimeline.Bytes(value));
        var before = timeline.Count;
        timeline.Add(before, values);
        var position = _log.Append(partition, chunk);
        Assert.Equal(before, position.Offset);
        if (_options.Durability == LogDurability.EveryAppend) timeline.Acknowledge(before + values.Length);
    }

    /// <summary>What the log has now says what became of records whose appending or syncing failed.</summary>
    private void LearnWithdrawals()
    {
        for (var i = 0; i < _timelines.Length; i++)
        {
            var end = _log.Writers[i].NextOffset;
            Assert.True(end >= _timelines[i].Durable, $"{_name}: partition {i} ends at {end}, {_timelines[i].Durable} were acknowledged");
            if (end < _timelines[i].Count) _timelines[i].Withdraw(end);
        }
    }

    private void Break()
    {
        switch (_random.Next(3))
        {
            case 0: _disk.Fail(StorageOperation.Sync, _random.Next(1, 4)); break;
            case 1: _disk.Fail(StorageOperation.Write, _random.Next(1, 4)); break;
            default: _disk.Fail(StorageOperation.Create, _random.Next(1, 3)); break;
        }
    }

    private void Restart()
    {
        var isCrash = _random.Next(4) > 0;
        if (isCrash) _disk.Crash(_random);
        else _disk.Kill();
        _log = Open();
        Recoveries++;
        for (var i = 0; i < _timelines.Length; i++)
        {
            _timelines[i].RequirePrefix(Read(i), $"{_name}, recovery {Recoveries}, partition {i}, {(isCrash ? "crash" : "kill")}");
        }
    }

    private ReplayLog Open() => ReplayLog.Open(_disk.Open(), _options);

    private List<string> Read(int partition)
    {
        using var reader = _log.OpenReader(partition);
        return LogFixture.ReadOn(reader);
    }

    private string NewValue()
    {
        var length = _random.Next(20) == 0 ? _random.Next(5000) : _random.Next(60);
        return new StringBuilder().Append(_counter++).Append(':').Append('x', length).ToString();
    }
}
