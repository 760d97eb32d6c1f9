using LambdaSpeed.Sketches;
using LambdaSpeed.Sketches.Hashing;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

public sealed class SketchBehaviourTests
{
    [Fact]
    public void Add_EqualItems_AreOne()
    {
        var sketch = new HllSketch();
        sketch.Add(0.0);
        sketch.Add(-0.0);
        sketch.Add(double.NaN);
        sketch.Add(BitConverter.Int64BitsToDouble(-1));
        sketch.Add("é");
        sketch.Add("é"u8);
        sketch.Add("");
        Assert.Equal(3, sketch.Estimate, 0.001);
    }

    [Fact]
    public void XxHash_WellKnownValues_AreThose()
    {
        Assert.Equal(0xEF46DB3751D8E999UL, XxHash64.Of([], 0));
        Assert.Equal(0x44BC2CF5AD770999UL, XxHash64.Of("abc"u8, 0));
        Assert.Equal(XxHash64.Of(BitConverter.GetBytes(12345L), 7), XxHash64.Of(12345L, 7));
    }

    [Fact]
    public void Murmur_NumberAndItsBytes_HashAlike()
    {
        Assert.Equal(Murmur3.Of(BitConverter.GetBytes(12345L), 7), Murmur3.Of(12345L, 7));
        Assert.Equal(Murmur3.Of(12345L, 7).First, Murmur3.FirstOf(12345L, 7));
    }

    [Fact]
    public void Modulus_AnyNumbers_IsTheRemainder()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var divisor = (ulong)random.NextInt64(1, 1L << random.Next(1, 62));
            var value = (ulong)random.NextInt64() << random.Next(2);
            Assert.Equal(value % divisor, new Modulus(divisor).Of(value));
        }
    }

    [Fact]
    public void Empty_Sketches_SayNothing()
    {
        Assert.Equal(0, new HllSketch().Estimate);
        Assert.Equal(0, new ThetaSketch().Estimate);
        Assert.Equal(0, new PostgresHll().Estimate);
        Assert.Empty(new FrequentItemsSketch<string>().Top(3));
        Assert.True(new KllSketch<double>().ToQuantiles().IsEmpty);
        Assert.Throws<InvalidOperationException>(() => new KllSketch<double>().ToQuantiles().ValueAt(0.5));
        Assert.Throws<InvalidOperationException>(() => new TDigest().ValueAt(0.5));
        Assert.False(BloomFilter.ForItems(10).MayContain(1));
    }

    [Fact]
    public void Kll_FewItems_AnswersExactly()
    {
        var sketch = new KllSketch<string>();
        foreach (var text in (string[])["b", "a", "d", "c"]) sketch.Add(text);
        var quantiles = sketch.ToQuantiles();
        Assert.Equal(("a", "b", "c", "d"), (quantiles.ValueAt(0), quantiles.ValueAt(0.5), quantiles.ValueAt(0.75), quantiles.ValueAt(1)));
        Assert.Equal((0.5, 0.0, 1.0), (quantiles.RankOf("bb"), quantiles.RankOf("A"), sketch.RankOf("z")));
    }

    [Fact]
    public void Kll_ItemsOfNoFormat_AreRefused() => Assert.Throws<NotSupportedException>(() => new KllSketch<decimal>());

    [Fact]
    public void TDigest_FewValues_AnswersExactly()
    {
        var digest = new TDigest();
        for (var i = 1; i <= 9; i++) digest.Add(i);
        Assert.Equal((1, 5, 9), (digest.ValueAt(0), digest.ValueAt(0.5), digest.ValueAt(1)));
        Assert.Equal(0.5, digest.RankOf(5), 1e-12);
        Assert.Equal((0, 1), (digest.RankOf(0), digest.RankOf(10)));
    }

    [Fact]
    public void FrequentItems_FewItems_RanksExactly()
    {
        var sketch = new FrequentItemsSketch<string>();
        foreach (var text in (string[])["b", "a", "b", "c", "b", "a"]) sketch.Add(text);
        Assert.Equal([new("b", 3, 3), new("a", 2, 2)], sketch.Top(2));
        Assert.Equal(["b"], sketch.WithoutFalsePositives(3).Select(item => item.Item));
    }

    [Fact]
    public void Theta_FewItems_AreSets()
    {
        ThetaSketch left = new(), right = new();
        foreach (var item in (string[])["a", "b", "c"]) left.Add(item);
        foreach (var item in (string[])["b", "c", "d", "e"]) right.Add(item);
        CompactThetaSketch x = left.Compact(), y = right.Compact();
        Assert.Equal((5, 2, 1, 2), (x.Union(y).Estimate, x.Intersect(y).Estimate, x.Except(y).Estimate, y.Except(x).Estimate));
        Assert.True(x.Except(x).IsEmpty);
    }

    [Fact]
    public void Read_OfAnotherFamily_SaysWhatWasExpected()
    {
        var thrown = Assert.Throws<SketchFormatException>(() => HllSketch.Read(new ThetaSketch().Compact().ToBytes()));
        Assert.Contains("HLL sketch", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<SketchFormatException>(() => ThetaSketch.Read(new ThetaSketch(seed: 5).ToBytes()));
    }
}
