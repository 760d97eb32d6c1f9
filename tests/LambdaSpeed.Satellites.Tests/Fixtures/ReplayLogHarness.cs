using LambdaSpeed.Testing;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A replay log of a test's own.</summary>
internal sealed class ReplayLogHarness : SourceHarness
{
    private readonly DirectoryInfo _folder;
    private readonly ReplayLog _log;

    private ReplayLogHarness(DirectoryInfo folder, ReplayLog log)
    {
        _folder = folder;
        _log = log;
    }

    public override int Partitions => 3;

    public static async Task<ReplayLogHarness> NewAsync()
    {
        var folder = Directory.CreateTempSubdirectory("lambdaspeed-log-");
        return new(folder, await ReplayLog.OpenAsync(folder.FullName, new() { Partitions = 3 }));
    }

    public override Func<ISpout<long>> Open() => _log.AsSpout(Codec.Int64);

    public override async Task AppendAsync(int partition, IReadOnlyList<long> values, CancellationToken cancellationToken)
    {
        foreach (var value in values) _log.Append(partition, new LogEntry(RabbitStreamsHarness.Encode(value).Span));
        await _log.SyncAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _folder.Delete(recursive: true);
        await base.DisposeAsync();
    }
}
