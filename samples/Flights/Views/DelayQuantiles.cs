namespace Flights.Views;

/// <summary>The exact quantiles of delays, from how often each delay in minutes came.</summary>
/// <param name="counts">How many flights had each delay, in the order of the delays.</param>
internal sealed class DelayQuantiles(IReadOnlyList<KeyValuePair<int, long>> counts)
{
    public const int Whole = 10_000;

    /// <summary>Which quantiles are reported, in parts of <see cref="Whole"/>.</summary>
    public static readonly int[] Reported =
        [0, 1, 10, 100, 500, 1_000, 2_500, 5_000, 7_500, 9_000, 9_500, 9_900, 9_990, 9_999, 10_000];

    private readonly long _flights = counts.Sum(count => count.Value);

    public bool IsEmpty => _flights == 0;

    /// <summary>The delay of nearest rank: the first one that so many flights have not exceeded.</summary>
    public int At(int quantile)
    {
        var rank = Math.Max(1, (quantile * _flights + Whole - 1) / Whole);
        var sum = 0L;
        foreach (var (delay, flights) in counts)
        {
            sum += flights;
            if (sum >= rank) return delay;
        }
        throw new InvalidOperationException($"of {_flights} flights none has rank {rank}");
    }

    /// <summary>By how much a delay misses a quantile, as a share of all flights: zero when flights of this delay have that rank.</summary>
    public double RankError(int quantile, long delay)
    {
        var below = counts.TakeWhile(count => count.Key < delay).Sum(count => count.Value);
        var upTo = below + counts.Where(count => count.Key == delay).Sum(count => count.Value);
        var rank = (double)quantile * _flights / Whole;
        return Math.Max(0, Math.Max(below - rank, rank - upTo)) / _flights;
    }
}
