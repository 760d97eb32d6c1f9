using System.Buffers.Binary;

namespace LambdaSpeed.Sketches.TDigests;

/// <summary>The two forms that the reference implementation of Ted Dunning writes, big endian: <c>asBytes</c> and
/// <c>asSmallBytes</c>.</summary>
internal static class ReferenceFormat
{
    private const string Kind = "t-digest of the reference implementation";
    private const int VerboseForm = 1;

    public static TDigest Read(ReadOnlySpan<byte> source)
    {
        var reader = new SketchReader(Kind, source);
        var form = BinaryPrimitives.ReadInt32BigEndian(reader.Take(sizeof(int)));
        reader.Require(form is VerboseForm or VerboseForm + 1, "form 1 or 2");
        var isVerbose = form == VerboseForm;
        var ends = reader.Take(2 * sizeof(double)); // infinities while it is empty
        var k = Number(ref reader, isVerbose);
        int count;
        if (isVerbose)
        {
            count = BinaryPrimitives.ReadInt32BigEndian(reader.Take(sizeof(int)));
        }
        else
        {
            reader.Take(2 * sizeof(short)); // the sizes of its arrays
            count = BinaryPrimitives.ReadUInt16BigEndian(reader.Take(sizeof(short)));
        }

        reader.Require(k is >= TDigest.MinK and <= TDigest.MaxK && count >= 0, "a k from 10 to 65535");
        reader.CountOf(count, isVerbose ? 2 * sizeof(double) : 2 * sizeof(float));
        if (count == 0) return new((int)k);

        var endReader = new SketchReader(Kind, ends);
        double least = Number(ref endReader, isDouble: true), greatest = Number(ref endReader, isDouble: true);
        var centroids = new CentroidList();
        for (var i = 0; i < count; i++)
        {
            double weight = Number(ref reader, isVerbose), mean = Number(ref reader, isVerbose);
            reader.Require(weight is >= 1 and < 1L << 52, "weights of 1 and more");
            reader.Require(i == 0 || centroids.MeanAt(i - 1) <= mean, "centroids in order");
            centroids.Append(mean, (long)weight);
        }

        // floats are rounded, so a mean may stand a little outside of the exact ends
        return TDigest.Of((int)k, Math.Min(least, centroids.MeanAt(0)), Math.Max(greatest, centroids.MeanAt(count - 1)), centroids);
    }

    private static double Number(ref SketchReader reader, bool isDouble)
    {
        var value = isDouble
            ? BinaryPrimitives.ReadDoubleBigEndian(reader.Take(sizeof(double)))
            : BinaryPrimitives.ReadSingleBigEndian(reader.Take(sizeof(float)));
        reader.Require(double.IsFinite(value), "finite numbers");
        return value;
    }
}
