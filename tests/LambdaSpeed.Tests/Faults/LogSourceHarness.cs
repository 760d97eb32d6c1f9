using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Storage;

namespace LambdaSpeed.Tests.Faults;

/// <summary>A replay log on a disk in memory, as a source of its own.</summary>
/// <param name="decorate">What its spouts are wrapped in.</param>
internal sealed class LogSourceHarness(Func<Func<ISpout<long>>, Func<ISpout<long>>> decorate) : SourceHarness
{
    private readonly ReplayLog _log = ReplayLog.Open(new SimulatedDisk().Open(), new() { Partitions = 3 });

    public override int Partitions => _log.PartitionCount;

    public override Func<ISpout<long>> Open() => decorate(_log.AsSpout(Codec.Int64));

    public override Task AppendAsync(int partition, IReadOnlyList<long> values, CancellationToken cancellationToken)
    {
        foreach (var value in values) _log.Append(partition, new LogEntry(BitConverter.GetBytes(value)));
        return _log.SyncAsync(cancellationToken).AsTask();
    }

    public override async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await base.DisposeAsync();
    }
}
