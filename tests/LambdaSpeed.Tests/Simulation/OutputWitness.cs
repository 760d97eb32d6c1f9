using System.Text;
using Xunit;

namespace LambdaSpeed.Tests.Simulation;

/// <summary>What was ever put out into a log: retention deletes records, and an output that is there again later has still come twice.</summary>
/// <remarks>Has to look before anything that may delete what came since it looked last.</remarks>
internal sealed class OutputWitness<T>(ICodec<T> codec)
{
    private readonly Dictionary<(int Partition, long Offset), (string Id, T Value)> _seen = [];
    private readonly Dictionary<int, long> _next = [];       // by partition, the first offset that was not looked at
    private readonly Dictionary<int, int> _generations = []; // by partition, of the log that was looked at

    /// <summary>Outputs that were seen and are deleted by now.</summary>
    public int Deleted { get; private set; }

    /// <summary>Another process has opened the log: of what was not durable, anything may have become of it.</summary>
    public void Reopen() => _next.Clear();

    public void Look(ReplayLog log)
    {
        for (var partition = 0; partition < log.PartitionCount; partition++)
        {
            if (TryLook(log, partition)) continue;
            _next.Remove(partition); // records were withdrawn meanwhile
            Assert.True(TryLook(log, partition), $"partition {partition} cannot be read from its first offset on");
        }
        Deleted = _seen.Keys.Count(place => place.Offset < log.FirstOffset(place.Partition));
    }

    private bool TryLook(ReplayLog log, int partition)
    {
        var generation = log.Writers[partition].Generation;
        var first = log.FirstOffset(partition);
        if (!_next.TryGetValue(partition, out var next) || _generations.GetValueOrDefault(partition) != generation) next = first;
        if (next <= first) Forget(partition, first);
        try
        {
            using var reader = log.OpenReader(partition, LogStart.At(new LogPosition(partition, Math.Max(first, next))));
            while (reader.TryRead(out var record))
            {
                Assert.True(record.Headers.TryGet("lambdaspeed-id", out var id));
                var bytes = record.Value;
                _seen[(partition, record.Offset)] = (Encoding.UTF8.GetString(id), codec.Read(ref bytes));
            }
            (_generations[partition], _next[partition]) = (generation, reader.NextOffset);
            return true;
        }
        catch (LogPositionException)
        {
            return false;
        }
    }

    /// <summary>All that was put out, each once.</summary>
    public List<T> Outputs(string when)
    {
        var ids = new HashSet<string>();
        foreach (var (id, value) in _seen.Values) Assert.True(ids.Add(id), $"{when}: output {id}, {value}, was put out twice");
        return [.. _seen.Values.Select(output => output.Value)];
    }

    private void Forget(int partition, long from)
    {
        foreach (var place in _seen.Keys.Where(place => place.Partition == partition && place.Offset >= from).ToList()) _seen.Remove(place);
    }
}
