using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using LambdaSpeed.Tests.Windows;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Windows of every kind that are cut anywhere, handed over, taken back, folded and restarted are those of a run that was left
/// alone.</summary>
public sealed class MergedWindowsTests : IDisposable
{
    private const int Keys = 5;

    private static readonly WindowViewName<long, long> Sums = new("sums");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-windows-");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>With tuples behind the watermark, within the lateness and beyond it: what is late must be so on both sides.</summary>
    [Fact]
    public async Task MergedWindows_EqualThoseOfARunThatIsNeverCut()
    {
        var (first, count) = (LongRun.FirstSeed(otherwise: 1), LongRun.Seeds(otherwise: 12));
        var happened = (Late: 0L, Recomputed: 0, Restarted: 0, TakenBack: 0);
        for (var seed = first; seed < first + count; seed++)
        {
            var random = new Random(seed);
            using var fixture = new LogFixture(new() { Durability = LogDurability.None });
            var shape = new Shape(random, seed % 6, fixture.Log);
            var options = new SpeedLayerOptions
            {
                Checkpoints = CheckpointStore.InMemory(), EpochInterval = TimeSpan.FromMilliseconds(2), Slices = new() { MostEnded = random.Next(1, 5) },
            };
            var published = new List<string>();
            await using var plain = await shape.Build(1).StartAsync(new() { EpochInterval = TimeSpan.FromMilliseconds(2) });
            var run = await shape.Build(random.Next(1, 4)).StartAsync(options);
            try
            {
                var merged = run.Merged(Sums, new() { KeptSlices = 2 });
                for (var round = 0; round < 8; round++)
                {
                    Append(fixture, random, shape);
                    var cut = await run.Within(run.CutAsync(RunFixture.Cancel));
                    Append(fixture, random, shape);
                    switch (random.Next(4))
                    {
                        case 0:
                            var place = Place($"{seed}-{round}");
                            await run.Within(run.RecomputeAsync(Sums, place, new() { Cut = cut }, RunFixture.Cancel));
                            published.Add(place);
                            happened.Recomputed++;
                            break;
                        case 1 when published.Count > 1:
                            if (!await TryRollBackAsync(run, merged, published[^2])) break;
                            published.RemoveAt(published.Count - 1);
                            happened.TakenBack++;
                            break;
                        case 2:
                            await run.Within(random.Next(2) == 0 ? run.StopAsync(RunFixture.Cancel) : run.AbortAsync());
                            await run.DisposeAsync();
                            run = await shape.Build(random.Next(1, 4)).StartAsync(options);
                            merged = run.Merged(Sums, new() { KeptSlices = 2 });
                            happened.Restarted++;
                            break;
                    }
                    await ReadAsync(run, fixture);
                    await ReadAsync(plain, fixture);
                    await run.Until(() => merged.Watermark == plain.View(Sums).Watermark && merged.Watermark == shape.Watermark);
                    Require($"seed {seed}, round {round}: {shape}, {happened}, {merged.Cut}", plain.View(Sums), merged);
                }
                happened.Late += plain.Component("sums").TuplesLate;
            }
            finally
            {
                await run.DisposeAsync();
            }
        }
        Assert.True(happened is { Late: > 100, Recomputed: > 5, Restarted: > 5, TakenBack: > 0 } || count < 12, $"too little happened: {happened}");
    }

    [Fact]
    public async Task Sessions_ThatWereOpenAtTheCut_GoOnAcrossIt()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var shape = new Shape(new Random(1), kind: 0, fixture.Log) { Gap = 10 };
        await using var run = await shape.Build(1).StartAsync(new() { EpochInterval = TimeSpan.FromMilliseconds(2) });
        Append(fixture, shape, 0, 5, 100, 103);
        await ReadAsync(run, fixture);
        await run.Within(run.RecomputeAsync(Sums, Place("first"), cancellationToken: RunFixture.Cancel));
        Append(fixture, shape, 110, 200);
        await ReadAsync(run, fixture);

        var merged = run.Merged(Sums);
        Assert.Equal([(0, 5), (100, 110), (200, 200)], merged.Of(0).Select(session => (Shape.Second(session.Start), Shape.Second(session.End))));
        Assert.Equal([(100, 110), (200, 200)], run.View(Sums).Of(0).Select(session => (Shape.Second(session.Start), Shape.Second(session.End))));
        Assert.Equal([3L, 1], merged.Of(0).Skip(1).Select(session => session.Value));
        Assert.Equal([1L, 1], run.View(Sums).Of(0).Select(session => session.Value)); // what came after the cut
    }

    /// <summary>What was open at a cut is saved with the epoch behind it. A start from the epoch of the cut itself has it go on as well, and
    /// never a second time.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenSessions_GoOnOnce_WhereverTheRunStartsFrom(bool isFromTheCut)
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var shape = new Shape(new Random(1), kind: 0, fixture.Log) { Gap = 10 };
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory(), EpochInterval = isFromTheCut ? TimeSpan.FromHours(1) : TimeSpan.FromMilliseconds(2) };
        await using (var run = await shape.Build(1).StartAsync(options))
        {
            Append(fixture, shape, 0, 5, 100, 103);
            await ReadAsync(run, fixture);
            await run.Within(run.CutAsync(RunFixture.Cancel));
            if (isFromTheCut)
            {
                await run.Within(run.AbortAsync());
            }
            else
            {
                Append(fixture, shape, 110);
                await ReadAsync(run, fixture);
                await run.Within(run.StopAsync(RunFixture.Cancel));
            }
        }
        await using var next = await shape.Build(2).StartAsync(options);
        Append(fixture, shape, 111, 200);
        await ReadAsync(next, fixture);
        Assert.Equal([(0, 5), (100, 111), (200, 200)], next.View(Sums).Of(0).Select(session => (Shape.Second(session.Start), Shape.Second(session.End))));
        Assert.Equal([2L, isFromTheCut ? 3 : 4, 1], next.View(Sums).Of(0).Select(session => session.Value));
    }

    [Fact]
    public async Task WhatIsNeverCut_IsRefused_AndAnotherViewsFileToo()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var shape = new Shape(new Random(1), kind: 1, fixture.Log);
        await using var run = await shape.Build(1).StartAsync();
        Append(fixture, shape, 1, 2, 3);
        await ReadAsync(run, fixture);
        await run.Within(run.RecomputeAsync(Sums, Place("tumbling"), cancellationToken: RunFixture.Cancel));

        await using var hopping = await new Shape(new Random(1), kind: 2, fixture.Log).Build(1).StartAsync();
        var mismatch = await Assert.ThrowsAsync<BatchViewMismatchException>(() => hopping.Merged(Sums).RollBackAsync(Place("tumbling"), RunFixture.Cancel));
        Assert.Contains("tumbling", mismatch.Message, StringComparison.Ordinal);

        var firing = new TopologyBuilder("firing");
        var counts = firing.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int64)).WithEventTime(_ => DateTimeOffset.UnixEpoch.AddDays(1), WatermarkStrategy.Ascending())
            .GroupBy(x => x).Window(Window.Snapshot()).Aggregate("counts", a => a.Count());
        counts.ToStream().Ignore();
        var name = counts.ToView();
        await using var fires = await firing.StartAsync();
        Assert.Contains("never cut", Assert.Throws<ArgumentException>(() => fires.Merged(name)).Message, StringComparison.Ordinal);
    }

    private static async Task<bool> TryRollBackAsync(TopologyRun run, MergedWindows<long, long> merged, string path)
    {
        try
        {
            await run.Within(merged.RollBackAsync(path, RunFixture.Cancel));
            return true;
        }
        catch (BatchViewMismatchException)
        {
            return false; // its slices are folded, or not kept any more
        }
    }

    private static void Require(string when, IWindowView<long, long> expected, MergedWindows<long, long> found)
    {
        var (all, have) = (InOrder(expected.All()), InOrder(found.All()));
        Assert.True(all.SequenceEqual(have), $"{when}: lacks {string.Join(' ', all.Except(have))}, has {string.Join(' ', have.Except(all))}");
        for (var key = 0; key < Keys; key++)
        {
            Assert.Equal(expected.Of(key), found.Of(key));
            if (expected.Of(key) is [var first, ..]) Assert.Equal(expected.At(key, first.Start), found.At(key, first.Start));
        }
        if (all is [.., var last]) Assert.Equal(InOrder(expected.At(last.Start)), InOrder(found.At(last.Start)));
    }

    private static List<WindowResult<long, long>> InOrder(IEnumerable<WindowResult<long, long>> windows) =>
        [.. windows.OrderBy(window => (window.Key, window.End, window.Start))];

    private string Place(string name) => Path.Combine(_directory.FullName, name);

    private static Task<UpdateResult> ReadAsync(TopologyRun run, LogFixture fixture) =>
        run.Within(run.WaitForAsync("numbers", new(0, fixture.Log.EndOffset(0) - 1), RunFixture.Cancel));

    private static void Append(LogFixture fixture, Random random, Shape shape)
    {
        for (var i = random.Next(1, 120); i > 0; i--)
        {
            shape.Now += random.Next(8) == 0 ? random.Next(60) : random.Next(2);
            Append(fixture, shape.Number(shape.Now - random.Next(random.Next(4) == 0 ? 150 : 20), random.Next(256)));
        }
    }

    private static void Append(LogFixture fixture, Shape shape, params int[] seconds)
    {
        foreach (var second in seconds) Append(fixture, shape.Number(second, 0));
    }

    private static void Append(LogFixture fixture, long number)
    {
        var writer = new System.Buffers.ArrayBufferWriter<byte>();
        Codec.Int64.Write(writer, number);
        fixture.Log.Append(0, new LogEntry(writer.WrittenSpan));
    }

    /// <summary>A topology over numbers of which each is a second, a key and a value.</summary>
    private sealed class Shape(Random random, int kind, ReplayLog log)
    {
        private static readonly DateTimeOffset _origin = RandomEvents.Origin;
        private readonly int _delay = random.Next(0, 60);
        private readonly int _lateness = random.Next(2) * random.Next(0, 60);
        private readonly LatePolicy _policy = random.Next(3) == 0 ? LatePolicy.Adjust : LatePolicy.Drop;
        private readonly int? _kept = random.Next(3) == 0 ? random.Next(1, 200) : null; // how long windows are kept
        private long _latest = -1_000_000;

        public int Now { get; set; } = 1000;

        public int Gap { get; init; } = random.Next(1, 50);

        public DateTimeOffset Watermark => _origin.AddSeconds(_latest - _delay);

        public TopologyBuilder Build(int tasks)
        {
            var topology = new TopologyBuilder("windows");
            var windows = topology.AddSpout("numbers", log.AsSpout(Codec.Int64))
                .WithEventTime(x => _origin.AddSeconds(x >> 8), WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromSeconds(_delay)))
                .GroupBy(x => (x & 0xff) % Keys).Window(Windows()).AllowLateness(TimeSpan.FromSeconds(_lateness)).OnLate(_policy);
            if (_kept is { } kept) windows = windows.KeepFor(TimeSpan.FromSeconds(kept));
            windows.Aggregate("sums", a => a.Count(), tasks).ToView();
            return topology;
        }

        public long Number(int second, int rest)
        {
            _latest = Math.Max(_latest, second);
            return ((long)second << 8) | (uint)rest;
        }

        public static int Second(DateTimeOffset time) => (int)(time - _origin).TotalSeconds;

        public override string ToString() => $"{Windows()}, delay {_delay}, lateness {_lateness}, {_policy}, kept {_kept}";

        private Window Windows() => kind switch
        {
            0 or 5 => Window.Session(TimeSpan.FromSeconds(Gap)),
            1 => Window.Tumbling(TimeSpan.FromSeconds(Gap)),
            2 => Window.Hopping(TimeSpan.FromSeconds(Gap * 3), TimeSpan.FromSeconds(Gap)),
            3 => Window.Sliding(TimeSpan.FromSeconds(Gap)),
            _ => Window.Snapshot(),
        };
    }
}
