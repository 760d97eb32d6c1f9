using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>What windows hold follows those that are live, not the events that there were.</summary>
[Collection(nameof(QuietCollection))]
public sealed class WindowMemoryTests
{
    private const int Events = 50_000_000;
    private const int Keys = 100;

    [Fact]
    public async Task FiftyMillionEvents_LeaveNoMoreBehindThanFiveMillion()
    {
        var few = await EntriesAfterAsync(Events / 10);
        var many = await EntriesAfterAsync(Events);
        if (many.ApproximateBytes > few.ApproximateBytes * 4) many = await EntriesAfterAsync(Events); // an epoch of seconds was in between

        Assert.InRange(many.Keys, 1, few.Keys * 2);
        Assert.InRange(many.ApproximateBytes, 1, few.ApproximateBytes * 4); // a long epoch can double a table, whatever the events
    }

    /// <summary>A thousand events for each second of event time: in the end 50,000 seconds, of which ten minutes are kept.</summary>
    private static async Task<ViewDescription> EntriesAfterAsync(int events)
    {
        var origin = RandomEvents.Origin;
        var topology = new TopologyBuilder("windows");
        var counts = topology.AddSpout("events", Spouts.Generate(i => i, events))
            .WithEventTime(i => origin.AddMilliseconds(i), WatermarkStrategy.Ascending())
            .GroupBy(i => i % Keys).Window(Window.Hopping(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1))).KeepFor(TimeSpan.FromMinutes(10))
            .Aggregate("counts", a => a.Count()).ToView();
        await using var run = await topology.StartAsync();
        await run.Completion.WaitAsync(TimeSpan.FromMinutes(3), RunFixture.Cancel);

        var last = run.View(counts).At((events - 1) % Keys, origin.AddMilliseconds(events - 1));
        Assert.Equal(60, last.Count);
        Assert.Equal(60_000 / Keys, last[0].Value);
        return run.Describe().Views.Single();
    }
}
