using System.Diagnostics;
using LambdaSpeed.Logs;
using LambdaSpeed.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Opening real directories.</summary>
public sealed class LogOpeningTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("lambdaspeed-log-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Open_MakesTheLog_AndKeepsItOverRestarts()
    {
        await using (var log = await ReplayLog.OpenAsync(_path, new() { Partitions = 2 }, Cancelled)) log.Append("k"u8, "v"u8);

        await using var again = await ReplayLog.OpenAsync(_path, cancellationToken: Cancelled);
        Assert.Equal(2, again.PartitionCount);
        Assert.Equal(1, again.EndOffset(0) + again.EndOffset(1));
        await Assert.ThrowsAsync<StorageLockedException>(() => ReplayLog.OpenAsync(_path, cancellationToken: Cancelled).AsTask());
    }

    [Fact]
    public async Task Open_WithWrongOptions_NamesTheOption()
    {
        var failure = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => ReplayLog.OpenAsync(_path, new() { SegmentBytes = 1 }, Cancelled).AsTask());

        Assert.Contains("SegmentBytes", failure.Message);
    }

    [Fact]
    public async Task Open_OfAThousandSegments_AfterACrash_TakesLessThanASecond()
    {
        MakeSegments(count: 1000);
        await using (var warm = await ReplayLog.OpenAsync(_path, cancellationToken: Cancelled)) Assert.Equal(5000, warm.EndOffset(0));
        var taken = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 4 && taken > TimeSpan.FromSeconds(1); attempt++) taken = await OpenTornAsync();

        output.WriteLine($"{taken.TotalMilliseconds:0} ms");
        Assert.InRange(taken, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private async Task<TimeSpan> OpenTornAsync()
    {
        File.AppendAllBytes(Directory.GetFiles(Path.Combine(_path, "partition-0"), "*.segment").Max()!, [1, 2, 3]);
        var begun = Stopwatch.GetTimestamp();
        await using var log = await ReplayLog.OpenAsync(_path, cancellationToken: Cancelled);
        var taken = Stopwatch.GetElapsedTime(begun);
        Assert.Equal(5000, log.EndOffset(0));
        return taken;
    }

    /// <summary>Files as a log writes them, without the thousands of syncs that it would take to write them by one.</summary>
    private void MakeSegments(int count)
    {
        var id = (UInt128)1;
        new LogMetadata(id, 1).Create(new DiskStorage(_path));
        var folder = new DiskStorage(_path).Directory("partition-0");
        var buffer = new FrameBuffer(1 << 20);
        long previousBase = -1, previousBytes = 0;
        for (var i = 0; i < count; i++)
        {
            var bytes = new byte[SegmentHeader.Bytes];
            var seed = new SegmentHeader(id, 0, i * 5, 1, previousBase, previousBytes, 1).Write(bytes);
            buffer.Clear();
            buffer.Open(1);
            for (var record = 0; record < 5; record++) buffer.Add(new LogEntry("value"u8), 100);
            buffer.Finish(i * 5, i * 5, seed);
            using var file = folder.Create(SegmentHeader.FileName(i * 5));
            file.Write(0, bytes);
            file.Write(bytes.Length, buffer.Finished);
            (previousBase, previousBytes) = (i * 5, file.Length);
        }
    }
}
