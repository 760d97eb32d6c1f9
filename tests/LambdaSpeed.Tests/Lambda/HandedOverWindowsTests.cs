using System.Text.Json.Nodes;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Windows that are handed over when something is not as it should be, or goes on for long.</summary>
public sealed class HandedOverWindowsTests : IDisposable
{
    private static readonly WindowViewName<long, long> Counts = new("counts");
    private static readonly DateTimeOffset _origin = DateTimeOffset.UnixEpoch.AddDays(1);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-handedover-");
    private readonly LogFixture _fixture = new(new() { Durability = LogDurability.None });

    public void Dispose()
    {
        _fixture.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>One session lasts over six cuts, beside some that come and go. Slices are folded, batch views published up to places in the
    /// middle of it, taken back, and the run started anew.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public async Task SessionOverManyCuts_IsWhole_WhateverIsFolded_Published_TakenBack_AndStartedAnew(int mostEnded)
    {
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory(), EpochInterval = TimeSpan.FromMilliseconds(2), Slices = new() { MostEnded = mostEnded } };
        var expected = new List<(int Key, int Second)>();
        var merging = new MergedViewOptions { KeptSlices = 3 };
        var cuts = new List<Cut>();
        await using (var run = await Topology().StartAsync(options))
        {
            var merged = run.Merged(Counts, merging);
            for (var i = 0; i < 4; i++)
            {
                await AppendAsync(run, expected, (1, i * 5), (2, (i * 5) + 1), (1, (i * 5) + 3), (10 + i, i * 5));
                cuts.Add(await run.Within(run.CutAsync(RunFixture.Cancel)));
                Check(merged, expected);
            }
            await run.Until(() => run.Cuts.Count <= mostEnded + 1); // in the background
            Check(merged, expected);
            var middle = run.Cuts[Math.Min(1, run.Cuts.Count - 1)];
            await run.Within(run.RecomputeAsync(Counts, Place("middle"), new() { Cut = middle }, RunFixture.Cancel));
            Check(merged, expected);
            await run.Within(merged.WithdrawAsync(RunFixture.Cancel));
            Assert.Null(merged.Cut);
            Check(merged, expected);
            await run.Within(run.RecomputeAsync(Counts, Place("again"), new() { Cut = middle }, RunFixture.Cancel));
            Check(merged, expected);
            await AppendAsync(run, expected, (1, 20), (20, 20));
            await run.Within(run.RecomputeAsync(Counts, Place("later"), cancellationToken: RunFixture.Cancel));
            Check(merged, expected);
            await AppendAsync(run, expected, (1, 24), (21, 24));
            await run.Within(merged.RollBackAsync(Place("middle"), RunFixture.Cancel));
            Assert.Equal(middle, merged.Cut);
            Check(merged, expected);
            await run.Within(run.StopAsync(RunFixture.Cancel));
        }
        await using (var run = await Topology().StartAsync(options))
        {
            var merged = run.Merged(Counts, merging);
            Check(merged, expected);
            await AppendAsync(run, expected, (1, 29), (22, 29));
            Check(merged, expected);
            await run.Within(run.CutAsync(RunFixture.Cancel));
            await AppendAsync(run, expected, (1, 33));
            await run.Within(run.AbortAsync()); // as a process that dies
        }
        await using var last = await Topology().StartAsync(options);
        var whole = last.Merged(Counts, merging);
        await AppendAsync(last, expected, (1, 35), (1, 100), (2, 100));
        Check(whole, expected);
        await last.Within(last.RecomputeAsync(Counts, Place("last"), cancellationToken: RunFixture.Cancel));
        Check(whole, expected);
        Assert.Equal((0, 35), whole.Of(1).Select(session => (Second(session.Start), Second(session.End))).First());
    }

    [Fact]
    public async Task RollBack_ToAFileThatIsGone_IsRefused_AndHarmsNothing()
    {
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory(), EpochInterval = TimeSpan.FromMilliseconds(2) };
        var expected = new List<(int Key, int Second)>();
        await using (var run = await Topology().StartAsync(options))
        {
            var merged = run.Merged(Counts, new() { KeptSlices = 2 });
            foreach (var place in new[] { "first", "second" })
            {
                await AppendAsync(run, expected, (1, expected.Count), (2, expected.Count));
                await run.Within(run.RecomputeAsync(Counts, Place(place), cancellationToken: RunFixture.Cancel));
            }
            var cut = merged.Cut;
            File.Delete(Place("first"));

            await Refused(() => run.Within(merged.RollBackAsync(Place("first"), RunFixture.Cancel)), Place("first"));
            Assert.Equal(cut, merged.Cut);
            Check(merged, expected);
            await AppendAsync(run, expected, (1, 50), (3, 50));
            Check(merged, expected);
            await run.Within(run.StopAsync(RunFixture.Cancel));
        }
        File.Move(Place("second"), Place("away"));
        await using var next = await Topology().StartAsync(options);
        await Refused(() => Task.FromResult(next.Merged(Counts)), Place("second"));
        File.Move(Place("away"), Place("second"));
        Check(next.Merged(Counts), expected);

        static async Task Refused(Func<Task> action, string file)
        {
            var refused = await Assert.ThrowsAnyAsync<BatchViewException>(action);
            Assert.Contains(file, refused.Message, StringComparison.Ordinal);
            Assert.Contains("Remedy", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Which tuples are late nobody else computes alike: whoever offers windows from outside is told so.</summary>
    [Fact]
    public async Task WindowsFromOutside_AreRefused_WithTheReason()
    {
        var expected = new List<(int Key, int Second)>();
        await using var run = await Topology().StartAsync(new() { EpochInterval = TimeSpan.FromMilliseconds(2) });
        var merged = run.Merged(Counts);
        await AppendAsync(run, expected, (1, 1));
        var cut = await run.Within(run.CutAsync(RunFixture.Cancel));
        await using var watch = run.WatchPublications(_directory.FullName, new() { PollInterval = TimeSpan.FromMilliseconds(50) });
        File.WriteAllText(Place("rows.csv"), "1,1\n");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Place("rows.csv"))));
        File.WriteAllText(Place("offer.unfinished"),
            $$"""{"format":1,"view":"counts","file":"rows.csv","sha256":"{{hash}}","form":"csv","cut":{{cut.ToJson()}}}""");
        File.Move(Place("offer.unfinished"), Place("offer.publication.json"));

        await run.Until(() => File.Exists(Place("offer.refused.json")));
        var reason = JsonNode.Parse(File.ReadAllText(Place("offer.refused.json")))!["reason"]!.ToString();
        Assert.Contains("'counts'", reason, StringComparison.Ordinal);
        Assert.Contains("windows", reason, StringComparison.Ordinal);
        Assert.Contains("RecomputeAsync", reason, StringComparison.Ordinal);
        Check(merged, expected);
    }

    private static void Check(MergedWindows<long, long> merged, List<(int Key, int Second)> tuples)
    {
        var expected = new List<(long Key, int First, int Last, long Count)>();
        foreach (var key in tuples.GroupBy(tuple => tuple.Key))
        {
            foreach (var second in key.Select(tuple => tuple.Second).Order())
            {
                if (expected.Count > 0 && expected[^1].Key == key.Key && second - expected[^1].Last <= 10)
                {
                    expected[^1] = expected[^1] with { Last = second, Count = expected[^1].Count + 1 };
                }
                else expected.Add((key.Key, second, second, 1));
            }
        }
        var found = merged.All().Select(session => (session.Key, Second(session.Start), Second(session.End), session.Value));
        Assert.Equal(expected.Order(), found.Order());
    }

    private static int Second(DateTimeOffset time) => (int)(time - _origin).TotalSeconds;

    private string Place(string name) => Path.Combine(_directory.FullName, name);

    private TopologyBuilder Topology()
    {
        var topology = new TopologyBuilder("sessions");
        topology.AddSpout("numbers", _fixture.Log.AsSpout(Codec.Int64))
            .WithEventTime(x => _origin.AddSeconds(x >> 8), WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromSeconds(5)))
            .GroupBy(x => x & 0xff).Window(Window.Session(TimeSpan.FromSeconds(10))).Aggregate("counts", a => a.Count(), parallelism: 2).ToView();
        return topology;
    }

    private async Task AppendAsync(TopologyRun run, List<(int Key, int Second)> expected, params (int Key, int Second)[] tuples)
    {
        var writer = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var (key, second) in tuples)
        {
            writer.ResetWrittenCount();
            Codec.Int64.Write(writer, ((long)second << 8) | (uint)key);
            _fixture.Log.Append(0, new LogEntry(writer.WrittenSpan));
        }
        expected.AddRange(tuples);
        await run.Within(run.WaitForAsync("numbers", new(0, _fixture.Log.EndOffset(0) - 1), RunFixture.Cancel));
    }
}
