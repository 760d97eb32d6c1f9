using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Slices that are kept for a time, in runs of which a batch layer takes part as well.</summary>
public sealed class KeptForTests : IDisposable
{
    private static readonly ViewName<long, long> Counts = new("counts");
    private static readonly BatchViewSchema<long, long> Schema = BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.Count());

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-kept-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 1, 10, 30, 0, TimeSpan.Zero));
    private readonly LogFixture _fixture = new(new() { Durability = LogDurability.None });

    public void Dispose()
    {
        _fixture.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>A view for which a batch view was published drops nothing by time, so its slices must be folded.</summary>
    [Fact]
    public async Task BatchLayerThatIsAway_LeavesNoMoreSlicesThanThereMayBe()
    {
        await using var run = await StartAsync(new() { Cuts = CutSchedule.Every(TimeSpan.FromHours(1)), KeptFor = TimeSpan.FromHours(2), MostEnded = 2 });
        await PutAsync(run, 1);
        await run.Within(run.RecomputeAsync(Counts, Schema, Place("first"), cancellationToken: RunFixture.Cancel));
        for (var i = 0; i < 8; i++) await PassAnHourAsync(run, i);

        await run.Until(() => run.Cuts.Count <= 4); // where the batch view ends, two slices, and the newest
        var content = run.Merged(Counts, Schema).Content();
        Assert.Equal((8, 9), (content.Count, content.Values.Sum()));
    }

    /// <summary>Hours of computing must not be for nothing because the time of some slices is over meanwhile.</summary>
    [Fact]
    public async Task SliceAboveACutThatIsRecomputed_IsNotDropped()
    {
        await using var run = await StartAsync(new() { Cuts = CutSchedule.Every(TimeSpan.FromHours(1)), KeptFor = TimeSpan.FromHours(1) });
        await PutAsync(run, 1);
        using var gate = new ManualResetEventSlim();
        var cut = await run.Within(run.CutAsync(RunFixture.Cancel));
        var recomputation = run.RecomputeAsync(
            Counts, Schema, Place("long"), new() { Cut = cut, Topology = Build(_ => gate.Wait(RunFixture.Cancel)).Build() }, RunFixture.Cancel);
        await PassAnHourAsync(run, 2);
        await PassAnHourAsync(run, 3);
        await PassAnHourAsync(run, 4);
        await run.Until(() => !run.View(Counts).Content().ContainsKey(1)); // below the cut
        gate.Set();
        await run.Within(recomputation);

        Assert.Equal(new() { [1] = 1, [2] = 1, [3] = 1, [4] = 1 }, run.Merged(Counts, Schema).Content());
    }

    private string Place(string name) => Path.Combine(_directory.FullName, name);

    private Task<TopologyRun> StartAsync(SliceOptions slices) => Build().StartAsync(new() { TimeProvider = _clock, Slices = slices });

    private TopologyBuilder Build(Action<long>? seen = null)
    {
        var topology = new TopologyBuilder("kept");
        topology.AddSpout("numbers", _fixture.Log.AsSpout(Codec.Int64)).Select(x =>
        {
            seen?.Invoke(x);
            return x;
        }).GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        return topology;
    }

    private async Task PutAsync(TopologyRun run, long number) =>
        await run.Within(run.UpdateAsync("numbers", _fixture.Log.WriterOf(Codec.Int64), number, RunFixture.Cancel));

    /// <summary>Puts a number, and lets an hour pass, at the end of which the run is cut.</summary>
    private async Task PassAnHourAsync(TopologyRun run, long number)
    {
        await PutAsync(run, number);
        var newest = Newest(run);
        for (var minutes = 0; minutes < 60; minutes++) _clock.Advance(TimeSpan.FromMinutes(1));
        await run.Until(() => !Equals(Newest(run), newest));
    }

    private static Cut? Newest(TopologyRun run) => run.Cuts is [.., var newest] ? newest : null;
}
