using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Cuts that a run makes by itself, and slices whose time is over.</summary>
public sealed class AutomaticCutTests
{
    private static readonly ViewName<long, long> Counts = new("counts");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 1, 10, 30, 0, TimeSpan.Zero));
    private readonly FedSpout<long> _spout = new();

    [Fact]
    public async Task EachFullHour_InWhichSomethingHappened_EndsWithACut()
    {
        await using var run = await StartAsync(new() { Cuts = CutSchedule.Every(TimeSpan.FromHours(1)) });
        await PutAsync(run, 1, 2, 3);
        Assert.Empty(run.Cuts);
        await PassAsync(run, TimeSpan.FromMinutes(31), cuts: 1);
        await PassAsync(run, TimeSpan.FromHours(3), cuts: 1); // nothing has happened
        await PutAsync(run, 4);
        await PassAsync(run, TimeSpan.FromHours(1), cuts: 2);
        Assert.Equal(4, run.View(Counts).Content().Count);
    }

    [Fact]
    public async Task SomeTuples_EndWithACut()
    {
        await using var run = await StartAsync(new() { Cuts = CutSchedule.EveryTuples(100), MostEnded = 100 });
        for (var i = 0; i < 20; i++) await PutAsync(run, [.. Enumerable.Range(i * 50, 50).Select(x => (long)x)]);

        await run.Until(() => run.Cuts.Count is >= 9 and <= 11);
        Assert.Equal(1000, run.View(Counts).Content().Count);
    }

    [Fact]
    public async Task SomeEpochs_EndWithACut_AndTooManySlicesAreFolded()
    {
        await using var run = await StartAsync(new() { Cuts = CutSchedule.EveryEpochs(1), MostEnded = 3 });
        for (var i = 0; i < 30; i++) await PutAsync(run, i, 7);

        await run.Until(() => run.Cuts.Count <= 5);
        var content = run.View(Counts).Content();
        Assert.Equal((30, 31), (content.Count, content[7]));
    }

    [Fact]
    public async Task Slices_AreShownForTheirTime_AndThenDropped()
    {
        await using var run = await StartAsync(new() { Cuts = CutSchedule.Every(TimeSpan.FromHours(1)), KeptFor = TimeSpan.FromHours(2) });
        await PutAsync(run, 1, 2);
        await PassAsync(run, TimeSpan.FromMinutes(31), cuts: 1); // it is 11:01, and what was cut off is shown until 13:00
        await PutAsync(run, 2, 3);
        await PassAsync(run, TimeSpan.FromHours(1), cuts: 2);
        Assert.Equal(new() { [1] = 1, [2] = 2, [3] = 1 }, run.View(Counts).Content());

        var changes = new List<ViewChange<long, long>>();
        var following = FollowAsync(run, changes);
        await run.Until(() => Seen() == 3);
        await PassAsync(run, TimeSpan.FromHours(1), cuts: 2); // the first one is where the view begins now
        await run.Until(() => run.View(Counts).Content().Count == 2);
        Assert.Equal(new() { [2] = 1, [3] = 1 }, run.View(Counts).Content());
        await run.Until(() => Seen() >= 5);
        await PassAsync(run, TimeSpan.FromHours(1), cuts: 1);
        Assert.Empty(run.View(Counts).Content());
        await run.Until(() => Seen() >= 7);
        await run.AbortAsync();
        await run.Within(following);
        Assert.Equal([(1, true), (2, false), (2, true), (3, true)], changes.Skip(3).Select(change => (change.Key, change.IsRemoval)).Order());

        int Seen()
        {
            lock (changes) return changes.Count;
        }
    }

    /// <summary>The tuples of a session that is still open leave with their slices; its bounds stay as long as it does.</summary>
    [Fact]
    public async Task SessionThatGoesOn_LosesWhatWasInDroppedSlices_AndKeepsItsBegin()
    {
        var topology = new TopologyBuilder("cut");
        var sessions = topology.AddSpout("numbers", _spout)
            .WithEventTime(x => DateTimeOffset.UnixEpoch.AddSeconds(x), WatermarkStrategy.Ascending())
            .GroupBy(_ => 0L).Window(Window.Session(TimeSpan.FromSeconds(10))).Aggregate("sessions", a => a.Count()).ToView();
        await using var run = await topology.StartAsync(new()
        {
            TimeProvider = _clock, Slices = new() { Cuts = CutSchedule.Every(TimeSpan.FromHours(1)), KeptFor = TimeSpan.FromHours(2) },
        });
        await PutAsync(run, 100, 104);
        await PassAsync(run, TimeSpan.FromMinutes(31), cuts: 1);
        await PutAsync(run, 108);
        Assert.Equal((100, 108, 3), Session());
        await PassAsync(run, TimeSpan.FromHours(1), cuts: 2);
        await PutAsync(run, 112);
        Assert.Equal((100, 112, 4), Session());
        await PassAsync(run, TimeSpan.FromHours(1), cuts: 3); // what came by 11:00 is dropped
        await run.Until(() => Session() == (100, 112, 2));
        await PutAsync(run, 116);
        Assert.Equal((100, 116, 3), Session());
        await PutAsync(run, 130);
        Assert.Equal([(100, 116, 3), (130, 130, 1)], Sessions());

        (int, int, long) Session() => Assert.Single(Sessions());
        List<(int, int, long)> Sessions() =>
        [
            .. run.View(sessions).Of(0).Select(session => (Seconds(session.Start), Seconds(session.End), session.Value)),
        ];
        static int Seconds(DateTimeOffset time) => (int)time.ToUnixTimeSeconds();
    }

    /// <summary>A stream that falls quiet, and a run that is started anew on it: what is over goes by the clock alone.</summary>
    [Fact]
    public async Task QuietStream_IsCut_AndEmptied_AlsoAfterAStart()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var slices = new SliceOptions { Cuts = CutSchedule.AtMidnight(zone), KeptFor = TimeSpan.FromDays(2) };
        var store = CheckpointStore.InMemory();
        await using (var run = await StartAsync(slices, store))
        {
            await PutAsync(run, 1, 2);
            await PassAsync(run, TimeSpan.FromHours(12), cuts: 1); // midnight in Berlin is 22:00
            Assert.Equal(new DateTimeOffset(2026, 5, 1, 22, 0, 0, TimeSpan.Zero), _clock.GetUtcNow().AddMinutes(-30), TimeSpan.FromMinutes(1));
            Assert.Equal(2, run.View(Counts).Content().Count);
            await run.Within(run.StopAsync(RunFixture.Cancel));
        }
        _clock.Advance(TimeSpan.FromDays(1));
        await using var next = await StartAsync(slices, store);
        Assert.Equal(2, next.View(Counts).Content().Count);
        await PassAsync(next, TimeSpan.Zero, cuts: 2); // the one that fell due meanwhile
        await PassAsync(next, TimeSpan.FromDays(1), cuts: 2); // made on the 1st, and shown until the 3rd
        await next.Until(() => next.View(Counts).Content().Count == 0);
    }

    [Fact]
    public async Task CutThatFallsDueWhileNothingRuns_IsMadeByTheNextStart()
    {
        var slices = new SliceOptions { Cuts = CutSchedule.Every(TimeSpan.FromHours(1)) };
        var store = CheckpointStore.InMemory();
        await using (var run = await StartAsync(slices, store))
        {
            await PutAsync(run, 1, 2);
            await PassAsync(run, TimeSpan.FromMinutes(31), cuts: 1); // at 11:00
            await PutAsync(run, 3);
            await run.Within(run.StopAsync(RunFixture.Cancel));
        }
        _clock.Advance(TimeSpan.FromHours(1)); // at 12:00 it is down
        await using var next = await StartAsync(slices, store);
        await next.Until(() => next.Cuts.Count == 2);
        await PutAsync(next, 4);
        Assert.Equal(4, next.View(Counts).Content().Count);
        Assert.Equal(2, next.Cuts.Count); // the next one is due at 13:00
    }

    private static async Task FollowAsync(TopologyRun run, List<ViewChange<long, long>> changes)
    {
        await foreach (var change in run.View(Counts).ChangesAsync(RunFixture.Cancel))
        {
            lock (changes) changes.Add(change);
        }
    }

    private Task<TopologyRun> StartAsync(SliceOptions slices, ICheckpointStore? checkpoints = null)
    {
        var topology = new TopologyBuilder("cut");
        topology.AddSpout("numbers", _spout).GroupBy(x => x).Aggregate("counts", a => a.Count(), parallelism: 2).ToView();
        return topology.StartAsync(new() { TimeProvider = _clock, Slices = slices, Checkpoints = checkpoints });
    }

    private async Task PutAsync(TopologyRun run, params long[] numbers)
    {
        _spout.Push(numbers);
        await run.Until(() => _spout.Waiting == 0);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
        _clock.Advance(TimeSpan.FromSeconds(1)); // the epoch's own timer, so that no epoch is on its way when a cut is due
        await run.Within(run.PublishAsync(RunFixture.Cancel));
    }

    /// <summary>Lets time pass, minute by minute, until so many cuts are listed.</summary>
    private async Task PassAsync(TopologyRun run, TimeSpan time, int cuts)
    {
        for (; time > TimeSpan.Zero; time -= TimeSpan.FromMinutes(1)) _clock.Advance(TimeSpan.FromMinutes(1));
        await run.Until(() => run.Cuts.Count == cuts);
    }
}
