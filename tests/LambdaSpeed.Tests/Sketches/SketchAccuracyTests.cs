using LambdaSpeed.Sketches;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>Errors within what is published, over a hundred random streams each.</summary>
public sealed class SketchAccuracyTests
{
    private const int Streams = 100;
    private const int Items = 60_000;

    [Theory]
    [InlineData(HllWidth.Bits4)]
    [InlineData(HllWidth.Bits6)]
    [InlineData(HllWidth.Bits8)]
    public void Hll_RandomStreams_ErrsAsPublished(HllWidth width)
    {
        List<double> inOrder = [], orderFree = [];
        ForEachStream((random, _) =>
        {
            var sketch = new HllSketch(10, width);
            for (var i = 0; i < Items; i++) sketch.Add(random.NextInt64());
            inOrder.Add((sketch.Estimate / Items) - 1);
            orderFree.Add((sketch.OrderFreeEstimate / Items) - 1);
        });
        SketchAssert.WithinDeviations(inOrder, 0.8326 / 32);
        SketchAssert.WithinDeviations(orderFree, 1.039 / 32);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(2500)]
    [InlineData(5000)]
    public void Hll_OrderFreeBetweenSmallAndLarge_ErrsAsPublished(int items)
    {
        List<double> errors = [];
        ForEachStream((random, _) =>
        {
            var sketch = new HllSketch(10);
            for (var i = 0; i < items; i++) sketch.Add(random.NextInt64());
            errors.Add((sketch.OrderFreeEstimate / items) - 1);
        });
        SketchAssert.WithinDeviations(errors, 1.039 / 32);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    public void Hll_FewRegisters_ErrAsPublishedAndToNoSide(int logK)
    {
        const int streams = 2_000;
        var deviation = 1.039 / Math.Sqrt(1 << logK);
        foreach (var items in (int[])[1 << (logK - 1), 1 << logK, 3 << logK, 50 << logK])
        {
            double sum = 0, squares = 0;
            for (var stream = 0L; stream < streams; stream++)
            {
                var sketch = new HllSketch(logK);
                for (var i = 0L; i < items; i++) sketch.Add((stream << 32) + i);
                var error = (sketch.OrderFreeEstimate / items) - 1;
                sum += error;
                squares += error * error;
            }

            Assert.InRange(sum / streams, -0.12 * deviation, 0.12 * deviation); // what is left to chance is a fifth of that
            Assert.InRange(Math.Sqrt(squares / streams), 0, 1.1 * deviation);
        }
    }

    [Theory]
    [InlineData(8, 1_000, false)]
    [InlineData(8, 1_000, true)]
    [InlineData(8, 10_000, false)]
    [InlineData(8, 10_000, true)]
    [InlineData(11, 20_000, false)]
    [InlineData(11, 20_000, true)]
    public void Hll_Bounds_AreMissedAsSeldomAsPublished(int logK, int items, bool isMerged)
    {
        const int streams = 1_500;
        double[] most = [0.16, 0.023, 0.0013];
        int[] low = new int[3], high = new int[3];
        for (var stream = 0L; stream < streams; stream++)
        {
            HllSketch sketch = new(logK), part = new(logK);
            for (var i = 0L; i < items; i++) (isMerged && i % 2 == 0 ? part : sketch).Add((stream << 32) + i);
            sketch.Merge(part);
            for (var deviations = 1; deviations <= 3; deviations++)
            {
                low[deviations - 1] += sketch.LowerBound(deviations) > items ? 1 : 0;
                high[deviations - 1] += sketch.UpperBound(deviations) < items ? 1 : 0;
            }
        }

        // four standard deviations of the count of misses beyond what is published, and a little for "about"
        for (var i = 0; i < 3; i++)
        {
            var limit = (1.15 * most[i] * streams) + (4 * Math.Sqrt(most[i] * streams));
            Assert.InRange(low[i], 0, limit);
            Assert.InRange(high[i], 0, limit);
        }
    }

    [Fact]
    public void PostgresHll_RandomStreams_ErrsAsPublished()
    {
        List<double> errors = [];
        ForEachStream((random, _) =>
        {
            var sketch = new PostgresHll();
            for (var i = 0; i < Items; i++) sketch.Add(random.NextInt64());
            errors.Add((sketch.Estimate / Items) - 1);
        });
        SketchAssert.WithinDeviations(errors, 1.04 / Math.Sqrt(2048));
    }

    [Fact]
    public void Theta_RandomStreams_ErrsAsPublished()
    {
        List<double> whole = [], trimmed = [];
        var outside = 0;
        ForEachStream((random, _) =>
        {
            var sketch = new ThetaSketch(10);
            for (var i = 0; i < Items; i++) sketch.Add(random.NextInt64());
            var compact = sketch.Compact();
            whole.Add((sketch.Estimate / Items) - 1);
            trimmed.Add((compact.Trim(10).Estimate / Items) - 1);
            if (compact.LowerBound(2) > Items || compact.UpperBound(2) < Items) outside++;
        });
        SketchAssert.WithinDeviations(whole, 1 / Math.Sqrt(1023));
        SketchAssert.WithinDeviations(trimmed, 1 / Math.Sqrt(1023));
        Assert.InRange(outside, 0, 13); // 5 are expected
    }

    [Fact]
    public void Theta_SetOperationsOfRandomStreams_StayWithinTheirBounds()
    {
        var outside = 0;
        ForEachStream((random, _) =>
        {
            ThetaSketch left = new(10), right = new(10);
            for (var i = 0; i < Items; i++)
            {
                var item = random.NextInt64();
                if (i < Items * 2 / 3) left.Add(item);
                if (i >= Items / 3) right.Add(item);
            }

            (CompactThetaSketch Result, double Truth)[] results =
            [
                (left.Compact().Intersect(right.Compact()), Items / 3), (left.Compact().Except(right.Compact()), Items / 3),
                (left.Compact().Union(right.Compact(), 10), Items),
            ];
            outside += results.Count(result => result.Result.LowerBound(3) > result.Truth || result.Result.UpperBound(3) < result.Truth);
        });
        Assert.InRange(outside, 0, 5);
    }

    [Fact]
    public void Kll_RandomStreams_RanksAreWithinTheErrorInNearlyAll()
    {
        var outside = 0;
        ForEachStream((random, _) =>
        {
            var sketch = new KllSketch<double>(200, random.NextInt64());
            var values = Values(random);
            foreach (var value in values) sketch.Add(value);
            Array.Sort(values);
            if (WorstRankError(sketch.ToQuantiles(), values) > sketch.RankError) outside++;
        });
        Assert.InRange(outside, 0, 5); // 1 is expected
    }

    [Fact]
    public void TDigest_RandomStreams_RanksAreWithinItsCustomaryError() => ForEachStream((random, _) =>
    {
        var digest = new TDigest(100);
        var values = Values(random);
        foreach (var value in values) digest.Add(value);
        Array.Sort(values);
        foreach (var (rank, error) in ((double, double)[])[(0.001, 0.0005), (0.01, 0.001), (0.5, 0.005), (0.99, 0.001), (0.999, 0.0005)])
        {
            var found = Array.BinarySearch(values, digest.ValueAt(rank));
            Assert.InRange((double)(found < 0 ? ~found : found) / Items, rank - error, rank + error);
            Assert.InRange(digest.RankOf(values[(int)(rank * Items)]), rank - error, rank + error);
        }
    });

    [Fact]
    public void FrequentItems_RandomStreams_BoundsAlwaysHold() => ForEachStream((random, _) =>
    {
        var sketch = new FrequentItemsSketch<long>(8);
        var counts = new Dictionary<long, long>();
        for (var i = 0; i < Items; i++)
        {
            var item = Skewed(random);
            sketch.Add(item);
            counts[item] = counts.GetValueOrDefault(item) + 1;
        }

        Assert.All(counts, pair => Assert.InRange(pair.Value, sketch.LowerBound(pair.Key), sketch.UpperBound(pair.Key)));
        Assert.InRange(sketch.MaxError, 0, (long)(3.5 / 256 * Items));
        var found = sketch.WithoutFalseNegatives(Items / 50).Select(item => item.Item).ToHashSet();
        Assert.All(counts.Where(pair => pair.Value >= Items / 50), pair => Assert.Contains(pair.Key, found));
    });

    [Theory]
    [InlineData(CountMinDialect.Cpp)]
    [InlineData(CountMinDialect.Java)]
    public void CountMin_RandomStreams_NeverTooLittleAndSeldomTooMuch(CountMinDialect dialect)
    {
        var (tooMuch, asked) = (0, 0);
        ForEachStream((random, _) =>
        {
            var sketch = CountMinSketch.ForError(0.005, 0.95, dialect);
            var counts = new Dictionary<long, long>();
            for (var i = 0; i < Items; i++)
            {
                var item = Skewed(random);
                sketch.Add(item);
                counts[item] = counts.GetValueOrDefault(item) + 1;
            }

            foreach (var (item, count) in counts)
            {
                Assert.True(sketch.Estimate(item) >= count);
                asked++;
                if (sketch.Estimate(item) - count > 0.005 * Items) tooMuch++;
            }
        });
        Assert.InRange((double)tooMuch / asked, 0, 0.05);
    }

    [Fact]
    public void Bloom_RandomStreams_NeverWronglyNoAndSeldomWronglyYes()
    {
        var wrong = 0;
        ForEachStream((random, stream) =>
        {
            var filter = BloomFilter.ForItems(2000, 0.01, stream);
            var items = Enumerable.Range(0, 2000).Select(_ => random.NextInt64()).ToArray();
            foreach (var item in items) filter.Add(item);
            Assert.All(items, item => Assert.True(filter.MayContain(item)));
            for (var i = 0; i < 2000; i++) wrong += filter.MayContain(random.NextInt64()) ? 1 : 0;
        });
        Assert.InRange(wrong / (Streams * 2000.0), 0.008, 0.0115);
    }

    [Fact]
    public void Reservoir_RandomStreams_EveryPlaceIsAsLikely()
    {
        var taken = new int[10];
        ForEachStream((random, _) =>
        {
            var sample = new ReservoirSample<long>(100, random.NextInt64());
            for (var i = 0; i < 5_000; i++) sample.Add(i);
            foreach (var item in sample.Items) taken[item / 500]++;
        });
        Assert.All(taken, count => Assert.InRange(count, 1000 - 150, 1000 + 150)); // a deviation is 30
    }

    private static void ForEachStream(Action<Random, int> check)
    {
        for (var stream = 0; stream < Streams; stream++) check(new Random(stream), stream);
    }

    private static double[] Values(Random random)
    {
        var values = new double[Items];
        for (var i = 0; i < Items; i++) values[i] = Math.Exp(4 * random.NextDouble()) * random.NextDouble();
        return values;
    }

    private static long Skewed(Random random) => (long)Math.Pow(2, 13 * random.NextDouble() * random.NextDouble());

    private static double WorstRankError(Quantiles<double> quantiles, double[] sorted)
    {
        var worst = 0.0;
        for (var i = 0; i < sorted.Length; i += 50) worst = Math.Max(worst, Math.Abs(quantiles.RankOf(sorted[i]) - ((i + 1.0) / sorted.Length)));
        return worst;
    }
}
