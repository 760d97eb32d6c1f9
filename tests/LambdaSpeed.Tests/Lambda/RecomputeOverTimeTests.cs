using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using LambdaSpeed.Tests.Simulation;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Views behind what holds something over a cut, recomputed by the run itself: windows that fire, timers of event time, joins,
/// keyed state.</summary>
public sealed class RecomputeOverTimeTests : IDisposable
{
    private const int Partitions = 3;

    private static readonly BatchViewSchema<long, long> Sums = BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.Sum(x => x));

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-recompute-");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>Cuts anywhere, with windows open and timers set; views handed over at different cuts; numbers that come meanwhile. What is
    /// read at the end is a fold of the log.</summary>
    [Fact]
    public async Task MergedViews_EqualAFoldOfTheLog_WhereverItIsCut()
    {
        var handedOver = 0;
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            var rescaled = random.Next(3);
            var times = new RandomTimes(random, tasks => ((tasks - 1 + rescaled) % 3) + 1);
            times.Draw(isReplayable: true);
            using var fixture = new LogFixture(new() { Partitions = Partitions, Durability = LogDurability.None });
            var topology = new TopologyBuilder("times");
            times.Build(topology.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int64), random.Next(1, 4)));
            if (times.Names.Count == 0) continue;
            await using var run = await topology.StartAsync(new() { EpochInterval = TimeSpan.FromMilliseconds(2) });
            var numbers = new List<long>[Partitions];
            for (var i = 0; i < Partitions; i++) numbers[i] = [];

            for (var round = 0; round < 4; round++)
            {
                Append(fixture, numbers, random, random.Next(1, 800));
                var cut = await run.Within(run.CutAsync(RunFixture.Cancel));
                Append(fixture, numbers, random, random.Next(0, 200));
                foreach (var view in times.Names.Where(_ => random.Next(2) == 0))
                {
                    await run.Within(run.RecomputeAsync(
                        new ViewName<long, long>(view), Sums, Path.Combine(_directory.FullName, $"{seed}-{view}-{round}"),
                        new() { Cut = cut }, RunFixture.Cancel));
                    handedOver++;
                }
            }
            for (var partition = 0; partition < Partitions; partition++)
            {
                if (numbers[partition].Count == 0) continue;
                await run.Within(run.WaitForAsync("numbers", new(partition, numbers[partition].Count - 1), RunFixture.Cancel));
            }

            var watermark = numbers.Min(own => own.Count == 0 ? null : (long?)(own.Max() - RandomTimes.Disorder));
            if (numbers.Any(own => own.Count == 0)) watermark = null;
            var finding = times.Check(
                new([.. numbers.SelectMany(own => own)], watermark, IsAtEnd: true),
                view => run.Merged(new ViewName<long, long>(view), Sums).Content());
            Assert.True(finding is null, $"seed {seed}: {finding}");
        }
        Assert.True(handedOver > 10, $"only {handedOver} views were handed over");
    }

    /// <summary>What a run has computed itself it also takes back, though nobody else may hand the view over.</summary>
    [Fact]
    public async Task OwnBatchViews_AreTakenBack_BehindKeyedBoltsToo()
    {
        using var fixture = new LogFixture(new() { Partitions = Partitions, Durability = LogDurability.None });
        var topology = new TopologyBuilder("kept");
        topology.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int64)).GroupBy(x => x % 3).Then("kept", () => new Clocked("nothing"))
            .GroupBy(x => x % 3).Aggregate("sums", a => a.Sum(x => x)).ToView();
        await using var run = await topology.StartAsync();
        var merged = run.Merged(new ViewName<long, long>("sums"), Sums, new() { KeptSlices = 2 });
        var numbers = Enumerable.Range(0, Partitions).Select(_ => new List<long>()).ToArray();
        foreach (var place in new[] { "first", "second" })
        {
            Append(fixture, numbers, new Random(7), 100);
            for (var i = 0; i < Partitions; i++) await run.Within(run.WaitForAsync("numbers", new(i, numbers[i].Count - 1), RunFixture.Cancel));
            await run.Within(run.RecomputeAsync(
                new ViewName<long, long>("sums"), Sums, Path.Combine(_directory.FullName, place), cancellationToken: RunFixture.Cancel));
        }
        var whole = merged.Content();
        var first = BatchView.Open(Path.Combine(_directory.FullName, "first"), Sums);
        await run.Within(merged.RollBackAsync(first, RunFixture.Cancel));

        Assert.Equal(first.Identity.Cut, merged.Cut);
        Assert.Equal(whole, merged.Content());
        var again = BatchView.Open(Path.Combine(_directory.FullName, "second"), Sums);
        await run.Within(merged.PublishAsync(again, RunFixture.Cancel)); // opened by whomever: the file says that it is the run's own
        Assert.Equal(again.Identity.Cut, merged.Cut);
        Assert.Equal(whole, merged.Content());
    }

    /// <summary>A file says who has computed it: one from elsewhere is neither taken back nor taken for the run's own.</summary>
    [Fact]
    public async Task BatchViewsFromElsewhere_AreRefused_BehindKeyedBolts()
    {
        using var fixture = new LogFixture(new() { Partitions = Partitions, Durability = LogDurability.None });
        var topology = new TopologyBuilder("kept");
        topology.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int64)).GroupBy(x => x % 3).Then("kept", () => new Clocked("nothing"))
            .GroupBy(x => x % 3).Aggregate("sums", a => a.Sum(x => x)).ToView();
        await using var run = await topology.StartAsync();
        var sums = new ViewName<long, long>("sums");
        var merged = run.Merged(sums, Sums, new() { KeptSlices = 2 });
        var early = await run.Within(run.CutAsync(RunFixture.Cancel));
        var own = await run.Within(run.RecomputeAsync(sums, Sums, Path.Combine(_directory.FullName, "own"), cancellationToken: RunFixture.Cancel));
        Assert.Equal("kept", BatchView.Identify(Path.Combine(_directory.FullName, "own")).RecomputedBy);

        using var back = Elsewhere("back", early);
        Assert.Null(back.Identity.RecomputedBy);
        await Assert.ThrowsAsync<BatchViewMismatchException>(() => merged.RollBackAsync(back, RunFixture.Cancel));
        var late = await run.Within(run.CutAsync(RunFixture.Cancel));
        Elsewhere("late", late).Dispose();
        await Assert.ThrowsAsync<BatchViewMismatchException>(() => run.RecomputeAsync(
            sums, Sums, Path.Combine(_directory.FullName, "late"), new() { Cut = late }, RunFixture.Cancel));
        Assert.Equal(own, merged.Cut);

        IBatchView<long, long> Elsewhere(string place, Cut cut)
        {
            using (var writer = BatchView.Create(Path.Combine(_directory.FullName, place), Sums, cut)) writer.Complete();
            return BatchView.Open(Path.Combine(_directory.FullName, place), Sums);
        }
    }

    [Theory]
    [InlineData("timer", "'clocked'")]
    [InlineData("life", "'clocked'")]
    [InlineData("idle", "'event-time'")]
    [InlineData("calls", "'calls'")]
    public async Task WhatFollowsTheClock_OrCallsOutside_IsRefused_AndNamed(string what, string named)
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var topology = new TopologyBuilder("times");
        var numbers = topology.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int64)).WithEventTime(
            x => DateTimeOffset.UnixEpoch.AddTicks(x),
            what == "idle" ? WatermarkStrategy.Ascending().WithIdleAfter(TimeSpan.FromHours(1)) : WatermarkStrategy.Ascending());
        var changed = what == "calls" ? numbers.SelectAsync("calls", (x, _) => new ValueTask<long>(x)) : (Stream<long>)numbers;
        changed.GroupBy(x => x % 3).Then("clocked", () => new Clocked(what)).GroupBy(x => x % 3).Aggregate("sums", a => a.Sum(x => x)).ToView();
        await using var run = await topology.StartAsync();

        var refused = await Assert.ThrowsAsync<BatchViewMismatchException>(() => run.Within(run.RecomputeAsync(
            new ViewName<long, long>("sums"), Sums, Path.Combine(_directory.FullName, what), cancellationToken: RunFixture.Cancel)));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Remedy", refused.Message, StringComparison.Ordinal);
    }

    private static void Append(LogFixture fixture, List<long>[] numbers, Random random, int count)
    {
        var writer = new System.Buffers.ArrayBufferWriter<byte>();
        for (var i = 0; i < count; i++)
        {
            var partition = random.Next(Partitions);
            var number = (numbers[partition].Count * 16L) + random.Next((int)RandomTimes.Disorder);
            writer.ResetWrittenCount();
            Codec.Int64.Write(writer, number);
            fixture.Log.Append(partition, new LogEntry(writer.WrittenSpan));
            numbers[partition].Add(number);
        }
    }

    private sealed class Clocked(string what) : KeyedBolt<long, long, long>
    {
        public override void Open(ComponentContext context, IKeyedStateRegistry state)
        {
            base.Open(context, state);
            if (what == "timer") state.ProcessingTimer("timer");
            if (what == "life") state.Value<long>("value", TimeSpan.FromHours(1));
        }

        public override void Execute(long key, long input, Emitter<long> output) => output.Emit(input);
    }
}
