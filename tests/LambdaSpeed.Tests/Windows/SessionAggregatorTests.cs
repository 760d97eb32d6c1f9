using FsCheck.Xunit;
using LambdaSpeed.Aggregation;
using LambdaSpeed.Windows;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Sessions as an accumulator.</summary>
public sealed class SessionAggregatorTests
{
    private const int Gap = 5;

    /// <summary>Events in any order, gathered in any parts, which are merged in any order.</summary>
    [Property(MaxTest = 1_000)]
    public void Sessions_OfAnyOrderAndParts_AreThoseOfThePlainSum((byte Time, byte Part)[] events)
    {
        var aggregator = new SessionAggregator<long, long, long, IntegerSumAggregator<long, long>>(default, Gap);
        var parts = Enumerable.Range(0, 4).Select(_ => aggregator.Zero()).ToArray();
        var plain = new List<TimedEvent>();
        foreach (var (time, part) in events)
        {
            aggregator.Add(ref parts[part % parts.Length], (RandomEvents.Origin.UtcTicks + time, plain.Count + 1));
            plain.Add(new(0, RandomEvents.Origin.AddTicks(time), plain.Count + 1));
        }
        var whole = aggregator.Zero();
        foreach (var part in parts.OrderBy(part => part.Count)) aggregator.Merge(ref whole, part);

        Assert.Equal(
            new SessionOracle(TimeSpan.FromTicks(Gap)).Whole(plain),
            aggregator.Result(whole).Select(session => (0, session.First, session.Last, session.Value)));
    }
}
