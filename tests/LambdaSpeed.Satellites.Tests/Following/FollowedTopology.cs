using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Following;

/// <summary>Counts numbers by a thousand keys; what comes of the first so many of them is known.</summary>
internal static class FollowedTopology
{
    public const string View = "counted";

    /// <summary>More than any test waits for.</summary>
    public const long Endless = 1_000_000_000;

    private const int Keys = 1000;

    private static readonly ViewName<string, long> _counted = new(View);

    public static Topology Of(long count, double perSecond, params IEnumerable<IViewStore<string, long>> stores)
    {
        var builder = new TopologyBuilder("followed");
        var counted = builder.AddSpout("numbers", Spouts.GeneratePaced(i => i, perSecond, count)).GroupBy(Key)
            .Aggregate(View, a => a.Sum(i => i), parallelism: 2);
        foreach (var store in stores) counted.Follow(store);
        if (!stores.Any()) counted.HoldHotKeys();
        counted.ToView();
        return builder.Build();
    }

    /// <summary>Stops a run when its store follows, and requires that the store holds the fold of what was read.</summary>
    public static async Task EndsEqualAsync(this TopologyRun run, ViewStoreHarness place)
    {
        await run.Until(() => run.Followers()[0].State == FollowerState.Following);
        await run.Within(run.StopAsync(RunFixture.Cancel));
        Assert.Equal(FollowerState.Ended, run.Followers()[0].State);
        var sum = run.View(_counted).All().Sum(pair => pair.Value);
        var fold = Fold((long)Math.Round((1 + Math.Sqrt(1 + (8d * sum))) / 2)); // the numbers from 0 on have that sum
        Assert.Equal(fold, run.View(_counted).All().ToDictionary());
        Assert.Equal(fold, await place.ReadAsync(View, RunFixture.Cancel));
    }

    /// <summary>The fold of the first numbers.</summary>
    public static Dictionary<string, long> Fold(long count)
    {
        var sums = new Dictionary<string, long>();
        for (var i = 0L; i < count; i++) sums[Key(i)] = sums.GetValueOrDefault(Key(i)) + i;
        return sums;
    }

    private static string Key(long i) => $"key {i * 2654435761 % Keys}";
}
