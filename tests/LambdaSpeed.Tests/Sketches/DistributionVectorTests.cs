using System.Globalization;
using LambdaSpeed.Sketches;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>KLL sketches and t-digests of the Java and C++ libraries: read, written again, and made from the same values.</summary>
public sealed class DistributionVectorTests
{
    [Fact]
    public void Kll_FilesOfOthers_AreReadAndWrittenAsTheyWere()
    {
        Assert.All(SketchVector.All("kll_double", "kll_k"), vector => Check<double>(vector, value => value));
        Assert.All(SketchVector.All("kll_float"), vector => Check<float>(vector, value => (float)value));
        Assert.All(SketchVector.All("kll_long"), vector => Check<long>(vector, value => (long)value));
        Assert.All(SketchVector.All("kll_string"), vector => Check<string>(vector, value =>
            ((long)value).ToString(CultureInfo.InvariantCulture).PadLeft(vector.Writer == "java" ? Width(vector) : 0)));
    }

    [Fact]
    public void Kll_NoMoreItemsThanK_GivesTheBytesOfTheOthers() => Assert.All(SketchVector.All("kll_double_n"), vector =>
    {
        if (vector.Number('n') > 200) return;

        var sketch = new KllSketch<double>();
        for (var i = 1; i <= vector.Number('n'); i++) sketch.Add(i);
        SketchAssert.Same(vector, sketch.ToBytes());
    });

    [Fact]
    public void Kll_FormOfTheFirstVersion_IsASingleItem()
    {
        Assert.Equal(1, KllSketch<float>.Read(SketchVector.All("kll_sketch_float_one_item_v1").Single().Bytes).Count);
        Assert.Equal(1, KllSketch<double>.Read(SketchVector.All("kll_sketch_double_one_item_v1").Single().Bytes).Count);
    }

    [Fact]
    public void TDigest_FilesOfOthers_AreWrittenAsTheyWere()
    {
        Assert.All(SketchVector.All("tdigest_double", "tdigestm"), vector => SketchAssert.Same(vector, TDigest.Read(vector.Bytes).ToBytes()));
        Assert.All(SketchVector.All("tdigest_float"), vector => SketchAssert.Same(vector, TDigest.ReadSingle(vector.Bytes).ToSingleBytes()));
    }

    [Fact]
    public void TDigest_SameValues_GivesTheBytesOfTheOthers() => Assert.All(SketchVector.All("tdigest_double"), vector =>
    {
        var digest = new TDigest(100);
        for (var i = 1; i <= vector.Number('n'); i++) digest.Add(i);
        if (!vector.Name.Contains("buf", StringComparison.Ordinal)) digest.Compress();
        SketchAssert.Same(vector, digest.ToBytes());
    });

    [Fact]
    public void TDigest_MixedValuesAndMerge_GivesTheBytesOfTheOthers() => Assert.All(SketchVector.All("tdigestm"), vector =>
    {
        TDigest left = new(vector.Number('k')), right = new(vector.Number('k'));
        var state = 1UL;
        for (var i = 0; i < vector.Number('n'); i++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            (i % 3 == 0 ? right : left).Add(Math.Floor((double)((state >> 33) % 10007)) / 8);
        }

        left.Compress();
        if (vector.Family == "tdigestmerged") left.Merge(right);
        SketchAssert.Same(vector, left.ToBytes());
    });

    [Fact]
    public void TDigest_FormsOfTheReference_AreRead()
    {
        foreach (var vector in SketchVector.All("tdigest_ref"))
        {
            var digest = TDigest.Read(vector.Bytes);
            Assert.Equal((10_000, 0, 9_999), (digest.Count, digest.Min, digest.Max));
            Assert.InRange(digest.ValueAt(0.5), 4_900, 5_100);
            Assert.InRange(digest.RankOf(9_990), 0.998, 1);
        }
    }

    private static int Width(SketchVector vector) => vector.Number('n').ToString(CultureInfo.InvariantCulture).Length;

    private static void Check<TItem>(SketchVector vector, Func<double, TItem> make)
        where TItem : notnull
    {
        var sketch = KllSketch<TItem>.Read(vector.Bytes);
        SketchAssert.Same(vector, sketch.ToBytes());
        var n = vector.Number('n');
        Assert.Equal(n, sketch.Count);
        if (n == 0 || vector.Has('k') || typeof(TItem) == typeof(string)) return;

        Assert.Equal((make(1), make(n)), (sketch.Min, sketch.Max));
        var quantiles = sketch.ToQuantiles();
        for (var percent = 1; percent < 100; percent++)
        {
            var rank = percent / 100.0;
            Assert.InRange(quantiles.RankOf(make(Math.Ceiling(rank * n))), rank - sketch.RankError, rank + sketch.RankError + (1.0 / n));
            var value = Convert.ToDouble(quantiles.ValueAt(rank), CultureInfo.InvariantCulture);
            Assert.InRange(value / n, rank - sketch.RankError, rank + sketch.RankError + (1.0 / n));
        }
    }
}
