using LambdaSpeed.Sketches.TDigests;

namespace LambdaSpeed.Sketches;

/// <content>The bytes of a digest: version 1 of family 20 of Apache DataSketches, of doubles or of floats.</content>
public sealed partial class TDigest
{
    private const string Kind = "t-digest";
    private const int ShortHead = 8;
    private const int Head = 16;
    private const int Version = 1;
    private const int EmptyFlag = 1;
    private const int SingleFlag = 2;
    private const int ReversedFlag = 4;

    /// <summary>How many bytes <see cref="Write"/> takes at this moment: with the buffered values, until <see cref="Compress"/>.</summary>
    public int ByteCount => ByteCountOf(sizeof(double), sizeof(long));

    /// <summary>Writes the digest as it is, with the values that are still buffered; both libraries read that. What they write by default
    /// is the digest after <see cref="Compress"/>.</summary>
    /// <inheritdoc/>
    public int Write(Span<byte> destination)
    {
        var writer = new SketchWriter(destination, ByteCount);
        WriteHead(ref writer);
        if (IsEmpty) return writer.Count;

        writer.Double(_least);
        if (Count == 1) return writer.Count;

        writer.Double(_greatest);
        for (var i = 0; i < _centroids.Count; i++)
        {
            writer.Double(_centroids.MeanAt(i));
            writer.Int64(_centroids.WeightAt(i));
        }

        for (var i = 0; i < _bufferedCount; i++) writer.Double(_buffer[i]);
        return writer.Count;
    }

    /// <summary>Writes the digest in half the room, for the C++ library's <c>tdigest_float</c>: values are rounded to floats.</summary>
    /// <returns>The bytes.</returns>
    /// <exception cref="InvalidOperationException">A centroid stands for more than 2^32 - 1 values, which this form cannot say.</exception>
    public byte[] ToSingleBytes()
    {
        var bytes = new byte[ByteCountOf(sizeof(float), sizeof(int))];
        var writer = new SketchWriter(bytes, bytes.Length);
        WriteHead(ref writer);
        if (IsEmpty) return bytes;

        writer.Single((float)_least);
        if (Count == 1) return bytes;

        writer.Single((float)_greatest);
        for (var i = 0; i < _centroids.Count; i++)
        {
            if (_centroids.WeightAt(i) > uint.MaxValue)
            {
                throw new InvalidOperationException("A centroid is too heavy for the form of floats.");
            }

            writer.Single((float)_centroids.MeanAt(i));
            writer.Int32((int)(uint)_centroids.WeightAt(i));
        }

        for (var i = 0; i < _bufferedCount; i++) writer.Single((float)_buffer[i]);
        return bytes;
    }

    /// <summary>Reads a digest of doubles, or one that the reference implementation wrote in either of its forms.</summary>
    /// <inheritdoc/>
    public static TDigest Read(ReadOnlySpan<byte> source) => Read(source, isSingle: false);

    /// <summary>Reads a digest of floats, which the bytes do not tell from one of doubles.</summary>
    /// <param name="source">The bytes, of any origin.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="SketchFormatException">The bytes are truncated, corrupt or of another kind.</exception>
    public static TDigest ReadSingle(ReadOnlySpan<byte> source) => Read(source, isSingle: true);

    private static TDigest Read(ReadOnlySpan<byte> source, bool isSingle)
    {
        if (source is [0, 0, 0, ..]) return ReferenceFormat.Read(source);

        var reader = new SketchReader(Kind, source);
        var head = sizeof(long) * reader.Byte();
        reader.Require(reader.Byte() == Version && reader.Byte() == SketchFamily.TDigest, "version 1 of family 20");
        var k = reader.UInt16();
        reader.Require(k >= MinK, $"a k of at least {MinK}");
        var flags = reader.Byte();
        reader.UInt16();
        reader.Require(head == ((flags & (EmptyFlag | SingleFlag)) != 0 ? ShortHead : Head), "a preamble that fits");
        var digest = new TDigest(k) { _isNextReversed = (flags & ReversedFlag) != 0 };
        if ((flags & EmptyFlag) != 0) return digest;

        if ((flags & SingleFlag) != 0)
        {
            digest._least = digest._greatest = Finite(ref reader, isSingle);
            digest._centroids.Append(digest._least, 1);
            return digest;
        }

        digest.Take(ref reader, isSingle);
        return digest;
    }

    /// <summary>Makes a digest of parts that another format held.</summary>
    internal static TDigest Of(int k, double least, double greatest, in CentroidList centroids) =>
        new(k) { _least = least, _greatest = greatest, _centroids = centroids };

    private static double Finite(ref SketchReader reader, bool isSingle)
    {
        var value = isSingle ? reader.Single() : reader.Double();
        reader.Require(double.IsFinite(value), "finite values");
        return value;
    }

    private void Take(ref SketchReader reader, bool isSingle)
    {
        int centroids = reader.Int32(), buffered = reader.Int32();
        _least = Finite(ref reader, isSingle);
        _greatest = Finite(ref reader, isSingle);
        var size = isSingle ? sizeof(float) : sizeof(double);
        reader.CountOf(centroids, 2 * size);
        reader.Require(centroids >= 0 && buffered >= 0 && (centroids > 0 || buffered > 0), "centroids or buffered values");
        reader.CountOf((2L * centroids) + buffered, size);
        for (var i = 0; i < centroids; i++)
        {
            var mean = Finite(ref reader, isSingle);
            var weight = isSingle ? (uint)reader.Int32() : reader.Int64();
            var isInOrder = i == 0 || _centroids.MeanAt(i - 1) <= mean;
            reader.Require(weight > 0 && isInOrder && mean >= _least && mean <= _greatest, "centroids in order, each of some weight");
            reader.Require(_centroids.Weight + weight is > 0 and < long.MaxValue / 2, "weights that can be added up");
            _centroids.Append(mean, weight);
        }

        var most = BufferedPerCentroid * CentroidCapacity;
        reader.Require(buffered <= most, "as many buffered values as there is room for");
        _buffer = new double[buffered];
        for (; _bufferedCount < buffered; _bufferedCount++)
        {
            var value = Finite(ref reader, isSingle);
            reader.Require(value >= _least && value <= _greatest, "values between the least and the greatest");
            _buffer[_bufferedCount] = value;
        }
    }

    private void WriteHead(ref SketchWriter writer)
    {
        writer.Byte((Count < 2 ? ShortHead : Head) / sizeof(long));
        writer.Byte(Version);
        writer.Byte(SketchFamily.TDigest);
        writer.UInt16((ushort)K);
        writer.Byte((IsEmpty ? EmptyFlag : 0) | (Count == 1 ? SingleFlag : 0) | (_isNextReversed ? ReversedFlag : 0));
        writer.UInt16(0);
        if (Count < 2) return;

        writer.Int32(_centroids.Count);
        writer.Int32(_bufferedCount);
    }

    private int ByteCountOf(int valueSize, int weightSize) => Count switch
    {
        0 => ShortHead,
        1 => ShortHead + valueSize,
        _ => Head + ((2 + _bufferedCount) * valueSize) + (_centroids.Count * (valueSize + weightSize)),
    };
}
