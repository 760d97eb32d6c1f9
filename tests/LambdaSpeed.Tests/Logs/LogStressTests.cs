using System.Collections.Concurrent;
using System.Text;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Many appenders, readers and a disk that fails now and then, all at once, on real threads.</summary>
public sealed class LogStressTests(ITestOutputHelper output)
{
    private const int Appenders = 4;
    private const int AppendsEach = 1500;

    private readonly ConcurrentDictionary<LogPosition, string> _acknowledged = [];
    private int _failures; // appends and syncs that failed
    private int _withdrawn; // times a reader was told that it had read too far

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Acknowledged_IsThere_WhateverFailsMeanwhile(int seed)
    {
        var disk = new SimulatedDisk(seed);
        var options = new ReplayLogOptions { Partitions = 2, SegmentBytes = 4096, Durability = LogDurability.EveryAppend };
        var log = ReplayLog.Open(disk.Open(), options);
        using var over = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(partition => Task.Run(() => ReadAsync(log, partition, over.Token), Cancelled)).ToList();
        var breaking = Task.Run(() => BreakAsync(disk, new Random(seed), over.Token), Cancelled);

        try
        {
            await Task.WhenAll(Enumerable.Range(0, Appenders).Select(i => Task.Run(() => AppendAsync(log, i, new Random(seed + i)), Cancelled)))
                .WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System, Cancelled);
        }
        finally
        {
            await over.CancelAsync(); // a failure here must not keep the machine busy under other tests
        }
        await Task.WhenAll([.. readers, breaking]).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancelled);

        output.WriteLine($"{_acknowledged.Count} acknowledged, {_failures} failed, readers went back {_withdrawn} times");
        Assert.InRange(_failures, 1, Appenders * AppendsEach);
        disk.Crash(new Random(seed));
        RequireAcknowledged(ReplayLog.Open(disk.Open(), options));
    }

    private async Task AppendAsync(ReplayLog log, int appender, Random random)
    {
        for (var i = 0; i < AppendsEach; i++)
        {
            var value = $"{appender}:{i}";
            try
            {
                var entry = new LogEntry(Encoding.UTF8.GetBytes(value));
                var position = random.Next(2) == 0
                    ? log.Append(random.Next(2), entry)
                    : await log.AppendAsync(random.Next(2), new LogEntry(Encoding.UTF8.GetBytes(value)), CancellationToken.None);
                Assert.True(_acknowledged.TryAdd(position, value), $"{position} was given twice");
            }
            catch (LogWriteException)
            {
                Interlocked.Increment(ref _failures);
            }
        }
    }

    private async Task ReadAsync(ReplayLog log, int partition, CancellationToken over)
    {
        using var reader = log.OpenReader(partition);
        while (!over.IsCancellationRequested)
        {
            try
            {
                var next = reader.NextOffset;
                while (reader.TryRead(out var record)) Assert.Equal(next++, record.Offset);
                await reader.WaitAsync(over);
            }
            catch (LogPositionException)
            {
                Interlocked.Increment(ref _withdrawn);
                reader.Seek(log.DurableOffset(partition));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task BreakAsync(SimulatedDisk disk, Random random, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            disk.Fail(random.Next(5) switch
            {
                0 => StorageOperation.Write,
                1 => StorageOperation.Create,
                2 => StorageOperation.Rename,
                _ => StorageOperation.Sync,
            });
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(4)), TimeProvider.System, CancellationToken.None);
        }
    }

    private void RequireAcknowledged(ReplayLog log)
    {
        for (var partition = 0; partition < 2; partition++)
        {
            using var reader = log.OpenReader(partition);
            var values = LogFixture.ReadOn(reader);
            foreach (var (position, value) in _acknowledged.Where(each => each.Key.Partition == partition))
            {
                Assert.True(position.Offset < values.Count, $"{position} is missing, of {values.Count}");
                Assert.Equal(value, values[(int)position.Offset]);
            }
        }
        log.Close();
    }
}
