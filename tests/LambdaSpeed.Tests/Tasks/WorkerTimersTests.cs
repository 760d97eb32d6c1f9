using LambdaSpeed.Tasks;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Tasks;

/// <summary>Timers that workers look after: they fire when a worker looks, and no pool thread does.</summary>
public sealed class WorkerTimersTests
{
    private readonly WorkerTimers _timers = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Fire_FiresWhatIsDue_OnceForEachSetting()
    {
        using var first = Timer("first", TimeSpan.FromSeconds(1));
        using var second = Timer("second", TimeSpan.FromSeconds(2));

        _timers.Fire(After(seconds: 0));
        Assert.Empty(_fired);
        _timers.Fire(After(seconds: 1.5));
        Assert.Equal(["first"], _fired);
        _timers.Fire(After(seconds: 3));
        _timers.Fire(After(seconds: 3));
        Assert.Equal(["first", "second"], _fired);

        first.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _timers.Fire(After(seconds: 3));
        Assert.Equal(["first", "second", "first"], _fired);
    }

    [Fact]
    public void Fire_LeavesOutWhatWasUnsetOrDisposed()
    {
        using var unset = Timer("unset", TimeSpan.FromSeconds(1));
        var disposed = Timer("disposed", TimeSpan.FromSeconds(1));
        unset.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        disposed.Dispose();

        _timers.Fire(After(seconds: 9));
        Assert.Empty(_fired);
    }

    [Fact]
    public void Fire_MayBeSetAgainByItsOwnCallback()
    {
        ITimer? timer = null;
        timer = _timers.CreateTimer(
            _ =>
            {
                _fired.Add("again");
                if (_fired.Count < 3) timer!.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            },
            null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        _timers.Fire(After(seconds: 9));
        Assert.Equal(3, _fired.Count);
    }

    [Fact]
    public void Periods_AreRefused() => Assert.Throws<NotSupportedException>(
        () => _timers.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.FromSeconds(1)));

    [Fact]
    public async Task Epochs_ArePublishedByTheWorkers_AlsoWhenNothingFollows()
    {
        var input = new PushSpout<int>();
        var topology = new TopologyBuilder("timed");
        var view = topology.AddSpout("numbers", input).GroupBy(number => number).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(topology.Build(), new() { Workers = 3 }, RunFixture.Cancel);

        for (var i = 0; i < 5; i++)
        {
            Assert.True(input.TrySend(7));
            await run.Until(() => run.View(view).Get(7) == i + 1);
        }
        input.Complete();
        await run.Completion;
    }

    private ITimer Timer(string name, TimeSpan due) =>
        _timers.CreateTimer(_ => _fired.Add(name), null, due, Timeout.InfiniteTimeSpan);

    private long After(double seconds) => _timers.GetTimestamp() + (long)(seconds * _timers.TimestampFrequency);
}
