using LambdaSpeed.Tests.Oracles;
using LambdaSpeed.Views;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>At every moment of any order of events, epochs, cuts, publications and roll-backs a merged read is the fold of all events up to
/// the published epoch.</summary>
public sealed class MergedViewOracleTests
{
    [Fact]
    public void Oracle_OfNumbers() => Cases.Check(150, seed => Play(seed, random => random.NextInt64(-20, 20)));

    [Fact]
    public void Oracle_OfTexts() => Cases.Check(150, seed => Play(seed, random => new string((char)('a' + random.Next(20)), random.Next(3))));

    [Fact]
    public void Oracle_OfPairs() => Cases.Check(100, seed => Play(seed, random => (random.Next(4).ToString(), random.NextInt64(-4, 4))));

    [Fact]
    public void Oracle_OfDecimals() => Cases.Check(100, seed => Play(seed, random => new decimal(random.Next(9), 0, 0, false, (byte)random.Next(2))));

    private static async Task Play<TKey>(int seed, Func<Random, TKey> next)
        where TKey : notnull
    {
        var random = new Random(seed);
        var stream = new SlicedStream<TKey>(keptSlices: 100);
        for (var step = 0; step < 60; step++)
        {
            switch (random.Next(10))
            {
                case < 5: for (var i = random.Next(9); i > 0; i--) stream.Add(next(random)); break;
                case < 7: stream.Publish(); break;
                case < 8: stream.EndSlice(); break;
                case 8 when random.Next(4) == 0: stream.Fold(random.Next(1, 4)); break;
                case < 9 when stream.Cuts.Count > 0:
                    await stream.View.GoBackAsync(stream.Compute(stream.Cuts[random.Next(stream.Cuts.Count)]));
                    break;
                default:
                    if (stream.Cuts.Count > 0) await stream.View.TakeAsync(stream.Compute(stream.Cuts[^1]));
                    break;
            }
            Check(stream, next, random);
        }
    }

    private static void Check<TKey>(SlicedStream<TKey> stream, Func<Random, TKey> next, Random random)
        where TKey : notnull
    {
        var (view, expected) = (stream.View, stream.Expected);
        var order = KeyOrder<TKey>.For("hits", null);
        Assert.Equal(expected, view.All().ToDictionary());
        Assert.Equal(stream.ExpectedAfter(view.Cut), stream.Realtime.All().ToDictionary());
        for (var i = 0; i < 5; i++)
        {
            var key = next(random);
            Assert.Equal(expected.TryGetValue(key, out var count), view.TryGet(key, out var found));
            Assert.Equal(count, found);
            Assert.Equal(count, view.Get(key));
        }
        var some = expected.Keys.Take(3).ToList();
        Assert.Equal(some.ToDictionary(key => key, key => expected[key]), view.GetMany(some));

        var (from, to) = (next(random), next(random));
        var range = expected.Where(pair => order.Compare(pair.Key, from) >= 0 && order.Compare(pair.Key, to) < 0)
            .OrderBy(pair => pair.Key, order).ToList();
        Assert.Equal(range, view.Range(from, to));
        Assert.Equal(range, view.Range(from, to, order));
        if (stream.Schema.IsOrdered)
        {
            Assert.Equal(range, view.Scan(KeyRange.Between(from, to)));
            Assert.Equal(
                expected.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, order).Take(4), view.Top(4, count => count));
        }
        else
        {
            Assert.Throws<InvalidOperationException>(() => view.Scan(KeyRange.Between(from, to)).ToList());
        }
    }
}
