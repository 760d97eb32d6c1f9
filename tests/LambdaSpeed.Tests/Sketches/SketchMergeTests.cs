using LambdaSpeed.Sketches;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>The merge of parts is the sketch of the whole: exactly where the algorithm says so, within bounds elsewhere.</summary>
public sealed class SketchMergeTests
{
    private const int Items = 40_000;

    [Theory]
    [InlineData(3, 20)]
    [InlineData(7, 1_000)]
    [InlineData(10, Items)]
    public void ExactSketches_OfParts_AreTheSketchOfTheWhole(int parts, int items)
    {
        Check(() => new HllSketch(9, HllWidth.Bits4), (sketch, item) => sketch.Add(item), sketch => Canonical(sketch), parts, items);
        Check(() => new HllSketch(9, HllWidth.Bits6), (sketch, item) => sketch.Add(item), sketch => Canonical(sketch), parts, items);
        Check(() => new HllSketch(9, HllWidth.Bits8), (sketch, item) => sketch.Add(item), sketch => Canonical(sketch), parts, items);
        Check(() => new PostgresHll(), (sketch, item) => sketch.Add(item), sketch => sketch.ToBytes(), parts, items);
        Check(() => new ThetaSketch(9), (sketch, item) => sketch.Add(item), sketch => sketch.Compact().Trim(9).ToBytes(), parts, items);
        Check(() => new CountMinSketch(4, 100), (sketch, item) => sketch.Add(item), sketch => sketch.ToBytes(), parts, items);
        Check(() => BloomFilter.ForItems(items), (sketch, item) => sketch.Add(item), sketch => sketch.ToBytes(), parts, items);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    public void Kll_OfParts_IsWithinTheError(int parts)
    {
        var merged = Merged(() => new KllSketch<long>(200), (sketch, item) => sketch.Add(item), parts);
        Assert.Equal((Items, 0, Items - 1), (merged.Count, merged.Min, merged.Max));
        var quantiles = merged.ToQuantiles();
        for (var i = 0; i < Items; i += 100) Assert.InRange(quantiles.RankOf(i), ((i + 1.0) / Items) - merged.RankError, ((i + 1.0) / Items) + merged.RankError);
        Assert.Equal(merged.ToBytes(), KllSketch<long>.Read(merged.ToBytes()).ToBytes());
        Assert.InRange(merged.RetainedCount, 1, 700);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    public void TDigest_OfParts_IsWithinItsCustomaryError(int parts)
    {
        var merged = Merged(() => new TDigest(100), (sketch, item) => sketch.Add(item), parts);
        Assert.Equal((Items, 0, Items - 1), (merged.Count, merged.Min, merged.Max));
        foreach (var (rank, error) in ((double, double)[])[(0.001, 0.0005), (0.5, 0.01), (0.999, 0.0005)])
        {
            Assert.InRange(merged.ValueAt(rank) / Items, rank - error, rank + error);
            Assert.InRange(merged.RankOf(rank * Items), rank - error, rank + error);
        }
    }

    [Fact]
    public void FrequentItems_OfParts_KeepTheirBounds()
    {
        var merged = Merged(() => new FrequentItemsSketch<long>(7), (sketch, item) => sketch.Add(item % 1000 == 0 ? 1 : item), 5);
        Assert.Equal(Items, merged.TotalWeight);
        Assert.InRange(41L, merged.LowerBound(1), merged.UpperBound(1)); // 40 thousands, and 1 itself
        Assert.InRange(merged.MaxError, 0, (long)(3.5 / 128 * Items));
    }

    [Fact]
    public void Reservoir_OfUnevenParts_IsUniform()
    {
        var taken = new int[4];
        for (var seed = 0; seed < 400; seed++)
        {
            ReservoirSample<long> left = new(50, seed), right = new(50, seed);
            for (var i = 0; i < 4000; i++) (i < 1000 ? left : right).Add(i);
            left.Merge(right);
            Assert.Equal((4000, 50), (left.Count, left.Items.Length));
            Assert.Equal(50, left.Items.ToArray().Distinct().Count());
            foreach (var item in left.Items) taken[item / 1000]++;
        }

        Assert.All(taken, count => Assert.InRange(count, 5000 - 300, 5000 + 300)); // a deviation is 61
    }

    [Theory]
    [InlineData(1000, 10)]
    [InlineData(100, 10)]
    [InlineData(10, 100)]
    public void Reservoir_OfOtherSizes_IsUniform(int leftSize, int rightSize)
    {
        var taken = new int[20];
        for (var seed = 0; seed < 2_000; seed++)
        {
            ReservoirSample<long> left = new(leftSize, seed), right = new(rightSize, seed + 5_000);
            for (var i = 0; i < 2_000; i++) (i < 1000 ? left : right).Add(i);
            left.Merge(right);
            Assert.Equal((2_000, 10), (left.Count, left.Items.Length));
            foreach (var item in left.Items) taken[item / 100]++;
        }

        Assert.All(taken, count => Assert.InRange(count, 1000 - 160, 1000 + 160)); // a deviation is 31
    }

    [Fact]
    public void Merge_WithItself_ChangesNoSet()
    {
        var hll = new HllSketch(9);
        var theta = new ThetaSketch(9);
        for (var i = 0; i < Items; i++)
        {
            hll.Add(i);
            theta.Add(i);
        }

        var (registers, hashes) = (Canonical(hll), theta.Compact().ToBytes());
        hll.Merge(hll);
        theta.Merge(theta);
        Assert.Equal(registers, Canonical(hll));
        Assert.Equal(hashes, theta.Compact().ToBytes());
    }

    [Fact]
    public void Hll_OfOtherSizes_TakesTheSmallest()
    {
        HllSketch small = new(8), large = new(12, HllWidth.Bits4), whole = new(8);
        for (var i = 0; i < Items; i++)
        {
            (i % 2 == 0 ? small : large).Add(i);
            whole.Add(i);
        }

        large.Merge(small);
        Assert.Equal(8, large.LogK);
        Assert.Equal(Canonical(whole), Canonical(large));
    }

    [Fact]
    public void Merge_OtherParameters_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new BloomFilter(64, 2).Merge(new BloomFilter(128, 2)));
        Assert.Throws<ArgumentException>(() => new CountMinSketch(2, 50).Merge(new CountMinSketch(2, 50, dialect: CountMinDialect.Java)));
        Assert.Throws<ArgumentException>(() => new ThetaSketch(5).Merge(new ThetaSketch(5, seed: 1)));
    }

    private static void Check<TSketch>(Func<TSketch> make, Action<TSketch, long> add, Func<TSketch, byte[]> content, int parts, int items)
        where TSketch : ISketch<TSketch>
    {
        var whole = make();
        for (var i = 0; i < items; i++) add(whole, i);
        Assert.Equal(content(whole), content(Merged(make, add, parts, items)));
    }

    private static TSketch Merged<TSketch>(Func<TSketch> make, Action<TSketch, long> add, int parts, int items = Items)
        where TSketch : ISketch<TSketch>
    {
        var sketches = Enumerable.Range(0, parts).Select(_ => make()).ToArray();
        var order = Enumerable.Range(0, items).ToArray();
        new Random(parts).Shuffle(order);
        foreach (var item in order) add(sketches[item % parts], item);
        var merged = make();
        foreach (var sketch in sketches)
        {
            var before = sketch.ToBytes();
            merged.Merge(sketch);
            Assert.Equal(before, sketch.ToBytes());
        }

        return merged;
    }

    /// <summary>What does not depend on the order: the coupons as a set, or the registers in 8 bits without the history.</summary>
    private static byte[] Canonical(HllSketch sketch)
    {
        var bytes = sketch.As(HllWidth.Bits8).ToBytes();
        if ((bytes[7] & 3) == 2) return bytes[40..];

        var start = (bytes[7] & 3) == 1 ? 12 : 8;
        return [.. Enumerable.Range(0, (bytes.Length - start) / 4).Select(i => BitConverter.ToInt32(bytes, start + (4 * i))).Order().SelectMany(BitConverter.GetBytes)];
    }
}
