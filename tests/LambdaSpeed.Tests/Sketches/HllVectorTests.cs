using LambdaSpeed.Sketches;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>HLL sketches of the Java and C++ libraries: read, written again, and made from the same items.</summary>
public sealed class HllVectorTests
{
    private const int FlagsByte = 5;
    private const int CompactFlag = 8;

    private static IReadOnlyList<SketchVector> Vectors => SketchVector.All("hll4_", "hll6_", "hll8_");

    [Fact]
    public void Read_FilesOfOthers_EstimatesTheirItems()
    {
        Assert.All(Vectors, vector =>
        {
            var (n, sketch) = (vector.Number('n'), HllSketch.Read(vector.Bytes));
            Assert.Equal(vector.Has('k') ? vector.Number('k') : 12, sketch.LogK);
            Assert.InRange(sketch.Estimate, n * (1 - (4.5 * sketch.StandardError)), n * (1 + (4.5 * sketch.StandardError)));
            Assert.InRange(n, sketch.LowerBound(3) * 0.99, sketch.UpperBound(3) * 1.01);
        });
    }

    [Fact]
    public void Read_FilesOfOthers_AreWrittenAsTheyWere() =>
        Assert.All(Vectors, vector => SketchAssert.Same(vector, HllSketch.Read(vector.Bytes).ToBytes()));

    [Fact]
    public void Add_SameItems_GivesTheBytesOfTheOthers() => Assert.All(Vectors, vector =>
    {
        var (logK, width) = (vector.Has('k') ? vector.Number('k') : 12, WidthOf(vector));
        var bytes = Of(logK, width, 0, vector.Number('n')).ToBytes();
        if (width != HllWidth.Bits4 && (bytes[7] & 3) == 2) bytes[FlagsByte] |= (byte)(vector.Bytes[FlagsByte] & CompactFlag);
        SketchAssert.Same(vector, bytes);
    });

    [Fact]
    public void Read_UpdatableForm_IsTheSameSketch() => Assert.All(SketchVector.All("hllu4", "hllu6", "hllu8"), vector =>
    {
        var compact = Of(vector.Number('k'), WidthOf(vector), 0, vector.Number('n'));
        Assert.Equal(compact.ToBytes(), HllSketch.Read(vector.Bytes).ToBytes());
    });

    [Fact]
    public void Merge_TwoSketches_GivesTheBytesOfTheOthersUnion() => Assert.All(SketchVector.All("hllunion"), vector =>
    {
        var (logK, n, width) = (vector.Number('k'), vector.Number('n'), WidthOf(vector));
        var union = new HllUnion(logK);
        union.Add(Of(logK, width, 0, n));
        union.Add(Of(logK, (HllWidth)(((int)width + 1) % 3), n / 2, 2 * n));
        var bytes = union.ToSketch(width).ToBytes();
        if ((bytes[7] & 3) == 2) bytes[FlagsByte] |= CompactFlag;
        SketchAssert.Same(vector, bytes);
    });

    private static HllWidth WidthOf(SketchVector vector) => vector.Family[^1] switch { '4' => HllWidth.Bits4, '6' => HllWidth.Bits6, _ => HllWidth.Bits8 };

    private static HllSketch Of(int logK, HllWidth width, int from, int to)
    {
        var sketch = new HllSketch(logK, width);
        for (var i = from; i < to; i++) sketch.Add(i);
        return sketch;
    }
}
