using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Sessions that are open at a cut go on behind it, whatever fails and is dropped then.</summary>
public sealed class SessionsBehindFailuresTests : IDisposable
{
    private static readonly WindowViewName<long, long> Sessions = new("sessions");
    private static readonly DateTimeOffset _origin = DateTimeOffset.UnixEpoch.AddDays(1);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-sessions-");
    private int _faults; // that the run owes

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>With no slice kept, and a failure before the epoch behind the cut: the open session must go on.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public async Task OpenSession_GoesOn_WhenTheRunFailsBehindAHandOver(int kept, bool twice)
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        await using var run = await SessionTopology(fixture.Log).StartAsync(new() { EpochInterval = TimeSpan.FromHours(1) });
        var merged = run.Merged(Sessions, new() { KeptSlices = kept });
        await AppendAsync(run, fixture, 100, 103);
        await run.Within(run.RecomputeAsync(Sessions, Place("first"), cancellationToken: RunFixture.Cancel));
        if (twice) await run.Within(run.RecomputeAsync(Sessions, Place("second"), cancellationToken: RunFixture.Cancel));
        _faults = 1;
        await AppendAsync(run, fixture, 110);
        Assert.Equal(0, _faults);
        Assert.Equal([(100, 110, 3L)], Of(merged));
    }

    /// <summary>Several partitions, restarts, roll-backs, folds: what is late for nobody counts once.</summary>
    [Theory]
    [InlineData(LatePolicy.Drop)]
    [InlineData(LatePolicy.Adjust)]
    public async Task Sessions_OfPartitions_WithEverythingAtOnce(LatePolicy policy)
    {
        var (first, count) = (LongRun.FirstSeed(otherwise: 1), LongRun.Seeds(otherwise: 12));
        var happened = (Back: 0, Recomputed: 0, Restarted: 0);
        for (var seed = first; seed < first + count; seed++)
        {
            var random = new Random(seed);
            using var fixture = new LogFixture(new() { Partitions = 3, Durability = LogDurability.None });
            var (lateness, kept, spouts) = (random.Next(2) * random.Next(20), random.Next(3), random.Next(1, 3));
            var options = new SpeedLayerOptions
            {
                EpochInterval = TimeSpan.FromMilliseconds(2), Checkpoints = CheckpointStore.InMemory(), Slices = new() { MostEnded = random.Next(1, 4) },
            };
            TopologyBuilder Build(int tasks)
            {
                var topology = new TopologyBuilder("sessions");
                topology.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int64), spouts)
                    .WithEventTime(x => _origin.AddSeconds(x >> 8), WatermarkStrategy.Ascending().ForSourcePartitions())
                    .GroupBy(x => x & 0xff).Window(Window.Session(TimeSpan.FromSeconds(10))).AllowLateness(TimeSpan.FromSeconds(lateness)).OnLate(policy)
                    .Aggregate("sessions", a => a.Count(), tasks).ToView();
                return topology;
            }
            var run = await Build(random.Next(1, 3)).StartAsync(options);
            var merged = run.Merged(Sessions, new() { KeptSlices = kept });
            var files = new List<string>();
            var (latest, now, all, certain) = (int.MinValue, 100, new int[4], new int[4]);
            for (var round = 0; round < 8; round++)
            {
                for (var burst = 0; burst < 5; burst++)
                {
                    var partition = random.Next(3);
                    for (var i = random.Next(1, 12); i > 0; i--)
                    {
                        now += random.Next(5) == 0 ? random.Next(25) : random.Next(3);
                        var (key, at) = (random.Next(3), now - (random.Next(4) == 0 ? random.Next(40) : 0));
                        all[key]++;
                        if (at >= latest - 10) certain[key]++;
                        latest = Math.Max(latest, at);
                        var writer = new System.Buffers.ArrayBufferWriter<byte>();
                        Codec.Int64.Write(writer, ((long)at << 8) | (uint)key);
                        fixture.Log.Append(partition, new LogEntry(writer.WrittenSpan));
                    }
                    await run.Within(run.WaitForAsync("numbers", new(partition, fixture.Log.EndOffset(partition) - 1), RunFixture.Cancel));
                }
                switch (random.Next(5))
                {
                    case 0: await run.Within(run.CutAsync(RunFixture.Cancel)); break;
                    case 1 or 2:
                        var place = Place($"p{policy}-{seed}-{round}");
                        await run.Within(run.RecomputeAsync(Sessions, place, cancellationToken: RunFixture.Cancel));
                        files.Add(place);
                        happened.Recomputed++;
                        break;
                    case 3 when files.Count > 1:
                        try
                        {
                            await run.Within(merged.RollBackAsync(files[^2], RunFixture.Cancel));
                            files.RemoveAt(files.Count - 1);
                            happened.Back++;
                        }
                        catch (BatchViewMismatchException)
                        {
                            // folded or not kept
                        }
                        break;
                    case 4:
                        await run.Within(random.Next(2) == 0 ? run.StopAsync(RunFixture.Cancel) : run.AbortAsync());
                        await run.DisposeAsync();
                        run = await Build(random.Next(1, 3)).StartAsync(options);
                        merged = run.Merged(Sessions, new() { KeptSlices = kept });
                        happened.Restarted++;
                        break;
                }
                for (var partition = 0; partition < 3; partition++)
                {
                    if (fixture.Log.EndOffset(partition) == 0) continue;
                    await run.Within(run.WaitForAsync("numbers", new(partition, fixture.Log.EndOffset(partition) - 1), RunFixture.Cancel));
                }
                for (var key = 0; key < 3; key++)
                {
                    var sessions = merged.Of(key).OrderBy(session => session.Start).ToList();
                    var counted = sessions.Sum(session => session.Value);
                    var least = policy == LatePolicy.Adjust ? all[key] : certain[key];
                    Assert.True(counted >= least && counted <= all[key], $"seed {seed}, round {round}, key {key}: {counted} of {least} to {all[key]}; {happened}");
                }
            }
            await run.DisposeAsync();
        }
        Assert.True(happened is { Recomputed: > 10, Restarted: > 5 }, $"{happened}");
    }

    private static List<(int, int, long)> Of(MergedWindows<long, long> view) =>
        [.. view.Of(0).Select(session => ((int)(session.Start - _origin).TotalSeconds, (int)(session.End - _origin).TotalSeconds, session.Value))];

    private string Place(string name) => Path.Combine(_directory.FullName, name);

    private bool TakeFault() => Interlocked.Exchange(ref _faults, 0) > 0;

    private TopologyBuilder SessionTopology(ReplayLog log)
    {
        var topology = new TopologyBuilder("sessions");
        var numbers = topology.AddSpout("numbers", log.AsSpout(Codec.Int64));
        numbers.Custom((_, _) => TakeFault() ? throw new TestFailure("a grouping fails the task") : 0).ForEach("nothing", _ => { });
        numbers
            .WithEventTime(x => _origin.AddSeconds(x), WatermarkStrategy.Ascending().ForSourcePartitions())
            .GroupBy(_ => 0L).Window(Window.Session(TimeSpan.FromSeconds(10))).Aggregate("sessions", a => a.Count()).ToView();
        return topology;
    }

    private static async Task AppendAsync(TopologyRun run, LogFixture fixture, params long[] numbers)
    {
        foreach (var number in numbers)
        {
            var writer = new System.Buffers.ArrayBufferWriter<byte>();
            Codec.Int64.Write(writer, number);
            fixture.Log.Append(0, new LogEntry(writer.WrittenSpan));
        }
        await run.Within(run.WaitForAsync("numbers", new(0, fixture.Log.EndOffset(0) - 1), RunFixture.Cancel));
    }
}
