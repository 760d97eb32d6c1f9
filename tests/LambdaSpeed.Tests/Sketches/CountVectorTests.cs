using System.Globalization;
using LambdaSpeed.Sketches;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>Frequent items, Count-Min and Bloom filters of the Java and C++ libraries: read, written again, and made from the same
/// items.</summary>
public sealed class CountVectorTests
{
    [Fact]
    public void FrequentItems_FilesOfOthers_AreReadAndWrittenAsTheyWere()
    {
        Assert.All(SketchVector.All("frequent_long", "frequentmixed"), vector => Check(vector, FrequentItemsSketch<long>.Read(vector.Bytes)));
        Assert.All(SketchVector.All("frequent_string"), vector => Check(vector, FrequentItemsSketch<string>.Read(vector.Bytes)));
    }

    [Fact]
    public void FrequentItems_SameItems_GivesTheBytesOfTheJavaLibrary()
    {
        Assert.All(SketchVector.All("frequent_long").Where(vector => vector.Writer == "java"), vector =>
        {
            var sketch = new FrequentItemsSketch<long>(6);
            for (var i = 1; i <= vector.Number('n'); i++) sketch.Add(i);
            SketchAssert.Same(vector, sketch.ToBytes());
        });
        Assert.All(SketchVector.All("frequent_string_n").Where(vector => vector.Writer == "java"), vector =>
        {
            var sketch = new FrequentItemsSketch<string>(6);
            for (var i = 1; i <= vector.Number('n'); i++) sketch.Add(i.ToString(CultureInfo.InvariantCulture));
            SketchAssert.Same(vector, sketch.ToBytes());
        });
    }

    [Fact]
    public void FrequentItems_TextsOfOthers_HaveTheirCounts()
    {
        var expected = new Dictionary<string, long>
        {
            ["абвгд"] = 1, ["еёжзи"] = 2, ["йклмн"] = 3, ["опрст"] = 4, ["уфхцч"] = 5, ["шщъыь"] = 6, ["эюя"] = 7,
        };
        foreach (var vector in SketchVector.All("frequent_string_utf8"))
        {
            var sketch = FrequentItemsSketch<string>.Read(vector.Bytes);
            Assert.All(expected, pair => Assert.Equal(pair.Value, sketch.Estimate(pair.Key)));
        }
    }

    [Fact]
    public void CountMin_FilesOfTheCppLibrary_AreReadAndWrittenAsTheyWere() => Assert.All(SketchVector.All("countmin"), vector =>
    {
        var seed = SeedOf(vector);
        var sketch = CountMinSketch.Read(vector.Bytes, seed);
        SketchAssert.Same(vector, sketch.ToBytes());
        SketchAssert.Same(vector, Filled(vector, seed).ToBytes());
        if (vector.Number('s') == 0) return;

        for (var i = 0; i < 1000; i++) Assert.InRange(sketch.Estimate(i), (i % 7) + 1, sketch.TotalWeight);
        Assert.InRange(sketch.Estimate("item7"), 3, sketch.TotalWeight);
    });

    [Fact]
    public void Bloom_FilesOfOthers_AreReadAndWrittenAsTheyWere() => Assert.All(SketchVector.All("bf_", "bloom"), vector =>
    {
        var filter = BloomFilter.Read(vector.Bytes);
        SketchAssert.Same(vector, filter.ToBytes());
        var own = new BloomFilter(filter.BitCount, filter.HashCount, filter.Seed);
        if (vector.Family == "bf") AddNumbers(own, vector.Number('n'));
        else AddMixed(own);
        var expected = vector.Bytes.ToArray();
        if (expected.Length > 32) BitConverter.GetBytes(own.SetBitCount).CopyTo(expected, 24); // Java may not have counted them
        SketchAssert.Same(vector with { Bytes = expected }, own.ToBytes());
    });

    [Fact]
    public void Bloom_TooLargeToBeWritten_SaysSo()
    {
        Assert.Equal(32 + (8 * 1000), BloomFilter.ByteCountOf(1000));
        var refusal = Assert.Throws<InvalidOperationException>(() => BloomFilter.ByteCountOf(1 << 28));
        Assert.Contains("17179869184 bits takes 2147483680 bytes", refusal.Message, StringComparison.Ordinal);
    }

    private static void AddNumbers(BloomFilter filter, int n)
    {
        for (var i = 0; i < n / 10; i++) filter.Add(i);
        if (n > 0) filter.Add(double.NaN);
    }

    private static void AddMixed(BloomFilter filter)
    {
        for (var i = 0; i < 100; i++)
        {
            filter.Add($"item{i}");
            filter.Add(i / 4.0);
            filter.Add((long)i);
        }
    }

    private static ulong SeedOf(SketchVector vector) => vector.Number('s') == 0 ? 9001UL : (ulong)vector.Number('s');

    private static CountMinSketch Filled(SketchVector vector, ulong seed)
    {
        var sketch = new CountMinSketch(vector.Number('r'), vector.Number('w'), seed);
        if (vector.Number('s') == 0) return sketch;

        for (var i = 0; i < 1000; i++) sketch.Add(i, (i % 7) + 1);
        for (var i = 0; i < 100; i++) sketch.Add($"item{i}", 3);
        return sketch;
    }

    private static void Check<TItem>(SketchVector vector, FrequentItemsSketch<TItem> sketch)
        where TItem : notnull
    {
        SketchAssert.Same(vector, sketch.ToBytes());
        if (vector.Has('n') && vector.Family == "frequent") Assert.Equal(vector.Number('n'), sketch.TotalWeight);
        Assert.All(sketch.Top(int.MaxValue), item => Assert.Equal(sketch.MaxError, item.UpperBound - item.LowerBound));
    }
}
