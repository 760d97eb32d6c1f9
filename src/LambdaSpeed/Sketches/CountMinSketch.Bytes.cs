using LambdaSpeed.Sketches.Counts;
using LambdaSpeed.Sketches.Hashing;

namespace LambdaSpeed.Sketches;

/// <content>The bytes of a sketch: version 1 of family 18 of Apache DataSketches.</content>
public sealed partial class CountMinSketch
{
    private const string Kind = "Count-Min sketch";
    private const int Head = 16;
    private const int Version = 1;
    private const int EmptyFlag = 1;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The sketch has some weight, and more bytes than an array holds (2 GiB).</exception>
    public int ByteCount => TotalWeight == 0 ? Head : ByteCountOf(_counters.Length);

    /// <inheritdoc/>
    public int Write(Span<byte> destination)
    {
        var writer = new SketchWriter(destination, ByteCount);
        writer.Byte(Head / sizeof(long));
        writer.Byte(Version);
        writer.Byte(SketchFamily.CountMin);
        writer.Byte(TotalWeight == 0 ? EmptyFlag : 0);
        writer.Int32(0);
        writer.Int32(Width);
        writer.Byte(Rows);
        writer.UInt16(SketchHash.SeedHash(_seed));
        writer.Byte(0);
        if (TotalWeight == 0) return writer.Count;

        writer.Int64(TotalWeight);
        writer.Int64s(_counters);
        return writer.Count;
    }

    /// <summary>Reads a sketch of the usual seed and of the C++ library's dialect.</summary>
    /// <inheritdoc/>
    public static CountMinSketch Read(ReadOnlySpan<byte> source) => Read(source, SketchHash.DefaultSeed);

    /// <summary>Reads a sketch of a seed and dialect that the bytes do not tell.</summary>
    /// <param name="source">The bytes, of any origin.</param>
    /// <param name="seed">What the hashes of the rows are drawn from.</param>
    /// <param name="dialect">Whose hashes they are.</param>
    /// <returns>The sketch.</returns>
    /// <exception cref="SketchFormatException">The bytes are truncated, corrupt, of another kind or of another seed.</exception>
    public static CountMinSketch Read(ReadOnlySpan<byte> source, ulong seed, CountMinDialect dialect = CountMinDialect.Cpp)
    {
        var reader = new SketchReader(Kind, source);
        reader.Require(reader.Byte() * sizeof(long) == Head && reader.Byte() == Version, "a preamble of two longs in version 1");
        reader.Require(reader.Byte() == SketchFamily.CountMin, $"family {SketchFamily.CountMin}");
        var isEmpty = (reader.Byte() & EmptyFlag) != 0;
        reader.Int32();
        var width = reader.Int32();
        var rows = reader.Byte();
        reader.Require(reader.UInt16() == SketchHash.SeedHash(seed), "the hash of the expected seed");
        reader.Byte();
        reader.Require(rows > 0 && width >= 3 && (long)rows * width < MaxCounters, "rows of 3 counters or more, at most 2^30 in all");
        var rowSeeds = HashSeeds.Draw(dialect, rows, seed);
        if (isEmpty) return new([], rowSeeds, width, seed, dialect);

        var weight = reader.Int64();
        var counters = reader.Int64s(rows * width);
        var least = weight == long.MaxValue ? long.MinValue : -weight; // at the end the weight is that or more
        reader.Require(weight > 0 && counters.AsSpan().IndexOfAnyExceptInRange(least, weight) < 0, "counters within its weight");
        return new(counters, rowSeeds, width, seed, dialect) { TotalWeight = weight };
    }

    private static int ByteCountOf(int counters)
    {
        var bytes = Head + (sizeof(long) * (1L + counters));
        if (bytes <= Array.MaxLength) return (int)bytes;

        throw new InvalidOperationException(
            $"A Count-Min sketch of {counters} counters takes {bytes} bytes, and what is written at once has at most {Array.MaxLength}. " +
            "Remedy: make it for a greater error, or keep several sketches, each of a part of the items.");
    }
}
