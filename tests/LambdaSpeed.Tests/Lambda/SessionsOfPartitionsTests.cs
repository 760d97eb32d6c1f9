using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Sessions of a task that reads several partitions: a recomputation reads them in another order, so that other tuples are late
/// for it.</summary>
public sealed class SessionsOfPartitionsTests : IDisposable
{
    private const int Filler = 99; // a key that only moves the time

    private static readonly WindowViewName<long, long> Counts = new("counts");
    private static readonly DateTimeOffset _origin = DateTimeOffset.UnixEpoch.AddDays(1);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-partitions-");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>In the run the session up to 48 s is final when 55 s comes, as both partitions are behind 59 s by then; whoever reads one
    /// partition after the other has them in one session. What came before the cut is as the batch view has it, and nothing is lost.</summary>
    [Theory]
    [InlineData(1, 0, 63)]
    [InlineData(2, 55, 63)]
    public async Task SessionsThatWereOtherwise_AreJoined(int spouts, int begin, int end)
    {
        using var fixture = new LogFixture(new() { Partitions = 2, Durability = LogDurability.None });
        await using var run = await Topology(fixture.Log, spouts, LatePolicy.Drop).StartAsync(new() { EpochInterval = TimeSpan.FromMilliseconds(2) });
        var merged = run.Merged(Counts);
        await AppendAsync(run, fixture, 0, (1, 0), (1, 8), (1, 16), (1, 24), (1, 32), (1, 40), (1, 48), (Filler, 62));
        await AppendAsync(run, fixture, 1, [.. Enumerable.Repeat((Filler, 0), 5000), (Filler, 62)]); // so many that the other one is read before
        await run.Until(() => merged.Watermark == _origin.AddSeconds(62));
        await AppendAsync(run, fixture, 0, (1, 55), (1, 63));
        Assert.Equal([(0, 48, 7), (55, 63, 2)], Sessions(merged));

        await run.Within(run.RecomputeAsync(Counts, Path.Combine(_directory.FullName, "sessions"), cancellationToken: RunFixture.Cancel));
        await run.Until(() => merged.Accuracy is not null);
        var differing = spouts == 1 ? (2, 1, 3) : (0, 0, 0); // two sessions that were one: none of the three begins and ends as another
        Assert.Equal(differing, (merged.Accuracy!.OnlyRealtime, merged.Accuracy.OnlyBatch, merged.Accuracy.Differing));
        Assert.Equal(9, merged.Of(1).Sum(session => session.Value));
        Assert.Equal((begin, end), (Sessions(merged)[^1].First, Sessions(merged)[^1].Last));
        await AppendAsync(run, fixture, 0, (1, 70));
        Assert.Equal(10, merged.Of(1).Sum(session => session.Value));
        Assert.Equal((begin, 70), (Sessions(merged)[^1].First, Sessions(merged)[^1].Last));
    }

    /// <summary>What is late for nobody is counted once, whatever is late for the one or for the other.</summary>
    [Fact]
    public async Task WhatIsLateForNobody_IsCountedOnce()
    {
        const int partitions = 3;
        var (first, count) = (LongRun.FirstSeed(otherwise: 1), LongRun.Seeds(otherwise: 12));
        var ambiguous = 0; // tuples that may be late for the one and not for the other
        for (var seed = first; seed < first + count; seed++)
        {
            var random = new Random(seed);
            using var fixture = new LogFixture(new() { Partitions = partitions, Durability = LogDurability.None });
            var policy = random.Next(3) == 0 ? LatePolicy.Adjust : LatePolicy.Drop;
            await using var run = await Topology(fixture.Log, random.Next(1, 3), policy).StartAsync(new() { EpochInterval = TimeSpan.FromMilliseconds(2) });
            var merged = run.Merged(Counts);
            var (latest, now, all, certain) = (int.MinValue, 100, new int[4], new int[4]);
            for (var round = 0; round < 6; round++)
            {
                for (var burst = 0; burst < 6; burst++)
                {
                    var tuples = new (int Key, int Second)[random.Next(1, 12)];
                    foreach (ref var tuple in tuples.AsSpan())
                    {
                        now += random.Next(5) == 0 ? random.Next(25) : random.Next(3);
                        tuple = (random.Next(3), now - (random.Next(4) == 0 ? random.Next(40) : 0));
                        all[tuple.Key]++;
                        if (tuple.Second >= latest - 10) certain[tuple.Key]++;
                        else ambiguous++;
                        latest = Math.Max(latest, tuple.Second);
                    }
                    await AppendAsync(run, fixture, random.Next(partitions), tuples);
                }
                await run.Within(run.RecomputeAsync(Counts, Path.Combine(_directory.FullName, $"{seed}-{round}"), cancellationToken: RunFixture.Cancel));
                for (var key = 0; key < 3; key++)
                {
                    var counted = merged.Of(key).Sum(session => session.Value);
                    var least = policy == LatePolicy.Adjust ? all[key] : certain[key];
                    Assert.True(counted >= least && counted <= all[key], $"seed {seed}, round {round}, key {key}, {policy}: {counted} of {least} to {all[key]}");
                }
            }
        }
        Assert.True(count < 12 || ambiguous > 100, $"only {ambiguous} tuples were late for some");
    }

    /// <summary>With one watermark for all of them nearly all tuples of the partition that is read later would be late.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task OneWatermarkForSeveralPartitions_IsRefused_AndNamed(int spouts, bool isTaken)
    {
        using var fixture = new LogFixture(new() { Partitions = 3, Durability = LogDurability.None });
        await using var run = await Topology(fixture.Log, spouts, LatePolicy.Drop, WatermarkStrategy.Ascending()).StartAsync();
        await AppendAsync(run, fixture, 0, (1, 0), (1, 8));
        await AppendAsync(run, fixture, 1, (1, 9));

        var recomputation = run.Within(run.RecomputeAsync(Counts, Path.Combine(_directory.FullName, "sessions"), cancellationToken: RunFixture.Cancel));
        if (isTaken)
        {
            await recomputation;
        }
        else
        {
            var refused = await Assert.ThrowsAsync<BatchViewMismatchException>(() => recomputation);
            Assert.Contains("'event-time'", refused.Message, StringComparison.Ordinal);
            Assert.Contains("Remedy: say ForSourcePartitions()", refused.Message, StringComparison.Ordinal);
        }
        Assert.Equal(3, run.Merged(Counts).Of(1).Sum(session => session.Value));
    }

    private static TopologyBuilder Topology(ReplayLog log, int spouts, LatePolicy policy, WatermarkStrategy? strategy = null)
    {
        var topology = new TopologyBuilder("sessions");
        topology.AddSpout("numbers", log.AsSpout(Codec.Int64), spouts)
            .WithEventTime(x => _origin.AddSeconds(x >> 8), strategy ?? WatermarkStrategy.Ascending().ForSourcePartitions())
            .GroupBy(x => x & 0xff).Window(Window.Session(TimeSpan.FromSeconds(10))).OnLate(policy).Aggregate("counts", a => a.Count()).ToView();
        return topology;
    }

    private static async Task AppendAsync(TopologyRun run, LogFixture fixture, int partition, params (int Key, int Second)[] tuples)
    {
        var writer = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var (key, second) in tuples)
        {
            writer.ResetWrittenCount();
            Codec.Int64.Write(writer, ((long)second << 8) | (uint)key);
            fixture.Log.Append(partition, new LogEntry(writer.WrittenSpan));
        }
        await run.Within(run.WaitForAsync("numbers", new(partition, fixture.Log.EndOffset(partition) - 1), RunFixture.Cancel));
    }

    private static List<(int First, int Last, long Value)> Sessions(MergedWindows<long, long> view) =>
        [.. view.Of(1).Select(session => ((int)(session.Start - _origin).TotalSeconds, (int)(session.End - _origin).TotalSeconds, session.Value))];
}
