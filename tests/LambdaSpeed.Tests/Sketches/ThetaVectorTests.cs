using LambdaSpeed.Sketches;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>Theta sketches of the Java and C++ libraries: read, written again, and made from the same items.</summary>
public sealed class ThetaVectorTests
{
    private static IReadOnlyList<SketchVector> Plain =>
        SketchVector.All("theta_n", "theta_non", "thetaunion", "thetaintersection", "thetadifference_", "thetaunordered");

    private static IReadOnlyList<SketchVector> Compressed => SketchVector.All("theta_compressed", "thetadifferencecompressed");

    [Fact]
    public void Read_FilesOfOthers_AreWrittenAsTheyWere()
    {
        Assert.All(Plain, vector => SketchAssert.Same(vector, CompactThetaSketch.Read(vector.Bytes).ToBytes()));
        Assert.All(Compressed, vector => SketchAssert.Same(vector, CompactThetaSketch.Read(vector.Bytes).ToCompressedBytes()));
    }

    [Fact]
    public void Add_SameItems_GivesTheBytesOfTheOthers()
    {
        Assert.All(SketchVector.All("theta_n").Where(vector => vector.Has('n')), vector =>
        {
            var bytes = Of(12, 0, vector.Number('n')).Compact().ToBytes();
            bytes[5] = (byte)((bytes[5] & ~32) | (vector.Bytes[5] & 32)); // the flag of a single item, in which they differ
            if (vector.Number('n') == 0) vector.Bytes.AsSpan(6, 2).CopyTo(bytes.AsSpan(6)); // and the seed of nothing
            SketchAssert.Same(vector, bytes);
        });
        Assert.All(SketchVector.All("theta_compressed"), vector =>
            SketchAssert.Same(vector, Of(12, 0, vector.Number('n')).Compact().ToCompressedBytes()));
    }

    [Fact]
    public void SetOperations_SameItems_GiveTheBytesOfTheOthers() => Assert.All(SketchVector.All("thetaunion", "thetainter", "thetadifference"), vector =>
    {
        var n = vector.Number('n');
        CompactThetaSketch left = Of(9, 0, n).Compact(), right = Of(9, n / 2, n * 3 / 2).Compact();
        SketchAssert.Same(vector, vector.Family switch
        {
            "thetaunion" => left.Union(right, 9).ToBytes(),
            "thetaintersection" => left.Intersect(right).ToBytes(),
            "thetadifference" => left.Except(right).ToBytes(),
            _ => left.Except(right).ToCompressedBytes(),
        });
    });

    [Fact]
    public void Read_FirstVersions_HaveTheSameHashes()
    {
        Assert.All(SketchVector.All("theta_compact_empty"), vector => Assert.True(CompactThetaSketch.Read(vector.Bytes).IsEmpty));

        byte[] first = [3, 1, 3, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, .. Bytes(1L << 62), .. Bytes(5), .. Bytes(7)];
        Assert.Equal(4, CompactThetaSketch.Read(first).Estimate);
    }

    [Fact]
    public void Read_OwnUpdatableForm_IsWrittenAsItWas() => Assert.All((int[])[0, 1, 17, 1000, 30_000], n =>
    {
        var bytes = Of(9, 0, n).ToBytes();
        Assert.Equal(bytes, ThetaSketch.Read(bytes).ToBytes());
    });

    private static byte[] Bytes(long value) => BitConverter.GetBytes(value);

    private static ThetaSketch Of(int logK, int from, int to)
    {
        var sketch = new ThetaSketch(logK);
        for (var i = from; i < to; i++) sketch.Add(i);
        return sketch;
    }
}
