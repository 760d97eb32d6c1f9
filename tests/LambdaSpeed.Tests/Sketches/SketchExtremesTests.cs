using System.Buffers.Binary;
using LambdaSpeed.Sketches;
using LambdaSpeed.Sketches.Items;
using LambdaSpeed.Sketches.Kll;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>Numbers at the ends of their types, and items and bytes that somebody chose to do harm.</summary>
public sealed class SketchExtremesTests
{
    [Fact]
    public void TDigest_ValuesNearTheEndsOfADouble_AnswersBetweenThem()
    {
        var digest = new TDigest(100);
        for (var i = 0; i < 5_000; i++) digest.Add((i % 3) switch { 0 => 1.7e308, 1 => -1.7e308, _ => i });
        foreach (var read in (TDigest[])[digest, TDigest.Read(digest.ToBytes())])
        {
            Assert.Equal((-1.7e308, 1.7e308), (read.ValueAt(0.1), read.ValueAt(0.9)));
            Assert.InRange(read.ValueAt(0.5), 0, 5_000);
            for (var rank = 0.0; rank <= 1; rank += 0.01) Assert.InRange(read.ValueAt(rank), -1.7e308, 1.7e308);
            Assert.Equal(0.5, read.RankOf(2_500), 0.1);
        }
    }

    [Fact]
    public void TDigest_HeavyEnds_AreMetInTheirMiddles()
    {
        var digest = TDigest.Read(Reference(1, 9, (1, 1), (1, 3), (2, 8)));
        Assert.Equal(8, digest.ValueAt(0.75));
        Assert.Equal(9, digest.ValueAt(1));
    }

    [Fact]
    public void TDigest_EmptyOfTheReferenceImplementation_IsEmpty() =>
        Assert.True(TDigest.Read(Reference(double.PositiveInfinity, double.NegativeInfinity)).IsEmpty);

    [Fact]
    public void Kll_WholeRanks_AreNotRoundedUp()
    {
        var sketch = new KllSketch<long>(200);
        for (var i = 1; i <= 100; i++) sketch.Add(i);
        var quantiles = sketch.ToQuantiles();
        for (var i = 1; i <= 100; i++) Assert.Equal(i, quantiles.ValueAt(i / 100.0));
        Assert.Equal((8, 1), (quantiles.ValueAt(0.0701), quantiles.ValueAt(1e-300)));
    }

    [Fact]
    public void Kll_LevelsWhoseWeightsWrap_AreRefused()
    {
        const int levels = 56, top = 512; // items of the highest level, 2^55 each, which are 2^64 and so nothing, and one of the lowest
        byte[] bytes =
        [
            5, 1, 15, 0, 200, 0, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 200, 0, levels, 0,
            .. Enumerable.Range(0, levels).SelectMany(level => BitConverter.GetBytes(KllCapacity.OfAll(200, levels) - top - (level == 0 ? 1 : 0))),
            .. new byte[8 * (2 + 1 + top)],
        ];
        Assert.Throws<SketchFormatException>(() => KllSketch<long>.Read(bytes));
    }

    [Fact]
    public void CountMin_WeightsBeyondALong_StopAtItsEnds()
    {
        var sketch = new CountMinSketch(3, 1_000);
        sketch.Add(1, long.MaxValue);
        sketch.Add(2, long.MaxValue);
        sketch.Add(2, 2);
        sketch.Add("x", long.MinValue);
        sketch.Merge(sketch.Copy());
        var read = CountMinSketch.Read(sketch.ToBytes());
        Assert.Equal((long.MaxValue, long.MaxValue, long.MaxValue), (read.TotalWeight, read.Estimate(1), read.Estimate(2)));
        Assert.Equal(long.MinValue, read.Estimate("x"));
    }

    [Fact]
    public void EmptyTables_OfAnySize_CostNothing()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var counts = CountMinSketch.Read(CountMinSketch.ForError(1e-7).ToBytes());
        var filter = BloomFilter.Read(new BloomFilter(BloomFilter.MaxBitCount, 7).ToBytes());
        counts.Merge(counts.Copy());
        filter.Merge(filter.Copy());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Equal((0L, 0L, false, false), (counts.Estimate(1), counts.Estimate("x"), filter.MayContain(1), filter.MayContain("x")));
        Assert.Equal((BloomFilter.MaxBitCount, 0L, 0.0), (filter.BitCount, filter.SetBitCount, filter.FalsePositiveProbability));
    }

    [Fact]
    public void CountMin_CountersBeyondTheWeight_AreRefused()
    {
        var sketch = new CountMinSketch(1, 3);
        sketch.Add(1, 5);
        var bytes = sketch.ToBytes();
        bytes[16] = 4; // the weight
        Assert.Throws<SketchFormatException>(() => CountMinSketch.Read(bytes));
    }

    [Fact]
    public void FrequentItems_WeightsBeyondALong_KeepTheirBounds()
    {
        var sketch = new FrequentItemsSketch<long>(3);
        for (var i = 0; i < 20; i++) sketch.Add(i % 10, long.MaxValue / 2);
        sketch.Merge(sketch.Copy());
        var read = FrequentItemsSketch<long>.Read(sketch.ToBytes());
        Assert.Equal((long.MaxValue, sketch.MaxError), (read.TotalWeight, read.MaxError));
        for (var i = 0; i < 10; i++) Assert.Equal(long.MaxValue, read.UpperBound(i)); // 2 (2^63 - 2) in truth
    }

    [Fact]
    public void FrequentItems_AllUsedUp_KeepsWeightAndError()
    {
        var sketch = new FrequentItemsSketch<long>(3);
        for (var i = 0; i < 7; i++) sketch.Add(i);
        Assert.True(sketch.IsEmpty);
        var read = FrequentItemsSketch<long>.Read(sketch.ToBytes());
        Assert.Equal((7L, 1L, 1L), (read.TotalWeight, read.MaxError, read.UpperBound(3)));
        var merged = new FrequentItemsSketch<long>(3);
        merged.Merge(read);
        Assert.Equal((7L, 1L), (merged.TotalWeight, merged.MaxError));
    }

    [Fact]
    public void FrequentItems_MalformedTexts_AreOneItemBeforeAndAfter()
    {
        var sketch = new FrequentItemsSketch<string>();
        foreach (var text in (string[])["\uD800", "\uD801", "\uFFFD", "\uD83D\uDE00"]) sketch.Add(text);
        var read = FrequentItemsSketch<string>.Read(sketch.ToBytes());
        Assert.Equal((3L, 3L, 1L), (sketch.LowerBound("\uD801"), sketch.UpperBound("\uFFFD"), sketch.LowerBound("😀")));
        Assert.Equal((3L, 3L, 1L), (read.LowerBound("\uD801"), read.UpperBound("\uFFFD"), read.LowerBound("😀")));
        Assert.Equal((0L, 0L), (read.LowerBound(null!), read.UpperBound(null!)));
    }

    [Fact]
    public void FrequentItems_FarFromTheirPlaces_KeepTheirBounds()
    {
        var sketch = new FrequentItemsSketch<long>(17);
        for (var i = 0UL; i < ushort.MaxValue; i++) sketch.Add(AtPlace(i));
        var far = AtPlace(1UL << 40); // place 0 again; the next free one is 65,535 slots on
        sketch.Add(far);
        Assert.Equal((1L, 1L, 1L), (sketch.UpperBound(far), sketch.LowerBound(far), sketch.LowerBound(AtPlace(0))));
        Assert.Equal(ushort.MaxValue + 1, sketch.Top(int.MaxValue).Count);
    }

    [Fact]
    public void FrequentItems_ChosenToCollide_AreRefusedFromOutsideAndComeBackFromACheckpoint()
    {
        var sketch = new FrequentItemsSketch<long>(12);
        for (var i = 0UL; i < 2_000; i++) sketch.Add(AtPlace(i << 40));
        var bytes = sketch.ToBytes();
        Assert.Contains("1024", Assert.Throws<SketchFormatException>(() => FrequentItemsSketch<long>.Read(bytes)).Message, StringComparison.Ordinal);
        Assert.Equal(2_000, FrequentItemsSketch<long>.Read(bytes, ItemFormats.For<long>()).RetainedCount);
    }

    [Fact]
    public void FrequentItems_HostileWeights_AreRefused()
    {
        var sketch = new FrequentItemsSketch<long>();
        sketch.Add(1, 5);
        Assert.Throws<SketchFormatException>(() => Read(24, 1)); // an error of 1 beside counters of all the weight
        Assert.Throws<SketchFormatException>(() => Read(24, long.MaxValue));
        Assert.Throws<SketchFormatException>(() => Read(16, 4));

        FrequentItemsSketch<long> Read(int at, long value)
        {
            var bytes = sketch.ToBytes();
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);
            return FrequentItemsSketch<long>.Read(bytes);
        }
    }

    [Fact]
    public void HighBits_BeyondTheBitsOfAnInt_GoOn()
    {
        var bytes = new byte[(1 << 28) + 16];
        var bits = default(HighBits);
        for (var i = 0; i < (1 << 28) / 7; i++) bits.Take(bytes, 56);
        bytes.AsSpan(1 << 28).Fill(0xFF);
        bits.Take(bytes, 32);
        Assert.Equal(0xFFFFUL, bits.Take(bytes, 16));
    }

    [Fact]
    public void Theta_SizesThatAreNone_AreRefused()
    {
        var set = new ThetaSketch().Compact();
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Trim(64));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Trim(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Union(set, 27));
    }

    /// <summary>The integer that stands at a place in a table: the finalizer of MurmurHash3 backwards.</summary>
    private static long AtPlace(ulong place)
    {
        var hash = place ^ (place >> 33);
        hash *= Inverse(0xC4CEB9FE1A85EC53);
        hash ^= hash >> 33;
        hash *= Inverse(0xFF51AFD7ED558CCD);
        return (long)(hash ^ (hash >> 33));
    }

    private static ulong Inverse(ulong odd)
    {
        var inverse = odd;
        for (var i = 0; i < 6; i++) inverse *= 2 - (odd * inverse); // Newton: twice as many bits each time
        return inverse;
    }

    /// <summary>The verbose form of the reference implementation, of centroids of weight and mean.</summary>
    private static byte[] Reference(double least, double greatest, params (double Weight, double Mean)[] centroids)
    {
        var bytes = new byte[32 + (16 * centroids.Length)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, 1);
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(4), least);
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(12), greatest);
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(20), 100);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(28), centroids.Length);
        for (var i = 0; i < centroids.Length; i++)
        {
            BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(32 + (16 * i)), centroids[i].Weight);
            BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(40 + (16 * i)), centroids[i].Mean);
        }

        return bytes;
    }
}
