namespace LambdaSpeed.Satellites.Tests.Following;

/// <summary>Counts numbers by a thousand keys; what comes of the first so many of them is known.</summary>
internal static class FollowedTopology
{
    public const string View = "counted";
    private const int Keys = 1000;

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

    /// <summary>The fold of the first numbers.</summary>
    public static Dictionary<string, long> Fold(long count)
    {
        var sums = new Dictionary<string, long>();
        for (var i = 0L; i < count; i++) sums[Key(i)] = sums.GetValueOrDefault(Key(i)) + i;
        return sums;
    }

    private static string Key(long i) => $"key {i * 2654435761 % Keys}";
}
