using LambdaSpeed.Sketches.Hashing;
using LambdaSpeed.Sketches.Theta;

namespace LambdaSpeed.Sketches;

/// <content>The bytes of the updatable form: version 3 of family 2 of Apache DataSketches, the table as it is.</content>
public sealed partial class ThetaSketch
{
    private const string Kind = "updatable theta sketch";
    private const int Head = 3 * sizeof(long);
    private const int Version = 3;
    private const int EmptyFlag = 4;
    private const int DoublingFactor = 1 << 6; // the table grows by doubling, which the Java library can go on with

    /// <inheritdoc/>
    public int ByteCount => Head + (sizeof(long) << _table.LogSize);

    /// <inheritdoc/>
    public int Write(Span<byte> destination)
    {
        var writer = new SketchWriter(destination, ByteCount);
        writer.Byte((Head / sizeof(long)) | DoublingFactor);
        writer.Byte(Version);
        writer.Byte(SketchFamily.QuickSelect);
        writer.Byte(LogK);
        writer.Byte(_table.LogSize);
        writer.Byte(IsEmpty ? EmptyFlag : 0);
        writer.UInt16(SketchHash.SeedHash(_seed));
        writer.Int32(_table.Count);
        writer.Single(1); // every item is looked at
        writer.Int64(_table.Theta);
        if (_table.Slots.IsEmpty) writer.Next(sizeof(long) << _table.LogSize).Clear();
        else writer.Int64s(_table.Slots);
        return writer.Count;
    }

    /// <inheritdoc/>
    public static ThetaSketch Read(ReadOnlySpan<byte> source) => Read(source, SketchHash.DefaultSeed);

    /// <summary>Reads a sketch that hashes with a seed of its own.</summary>
    /// <param name="source">The bytes, of any origin.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The sketch.</returns>
    /// <exception cref="SketchFormatException">The bytes are truncated, corrupt, of another kind or of another seed.</exception>
    public static ThetaSketch Read(ReadOnlySpan<byte> source, ulong seed)
    {
        var reader = new SketchReader(Kind, source);
        var head = reader.Byte() & 0x3F;
        reader.Require(head is 3 or 4 && reader.Byte() == Version, "a preamble of 3 longs, or 4 in a union, and version 3");
        var family = reader.Byte();
        reader.Require(family == (head == 3 ? SketchFamily.QuickSelect : SketchFamily.ThetaUnion), "family 2, or 4 in a union");
        var logK = reader.Byte();
        var logSize = reader.Byte();
        reader.Require(logK is >= 4 and <= MaxLogK && logSize >= MinLogK && logSize <= logK + 1, "a table of up to twice the nominal size");
        var isEmpty = (reader.Byte() & EmptyFlag) != 0;
        reader.Require(reader.UInt16() == SketchHash.SeedHash(seed), "the hash of the expected seed");
        var count = reader.Int32();
        reader.Require(reader.Single() is > 0 and <= 1, "a sampling rate of up to 1");
        var theta = reader.Int64();
        var bound = head == 4 ? Math.Min(theta, reader.Int64()) : theta;
        reader.Require(theta > 0 && bound > 0, "a positive theta");

        var slots = reader.Int64s(1 << logSize);
        var table = new ThetaTable(logK);
        if (!table.TryRestore(logSize, theta, slots))
        {
            table = new ThetaTable(logK); // another way to probe: the hashes are what counts
            table.LowerTheta(theta);
            foreach (var hash in slots) table.Add(hash & long.MaxValue);
        }

        reader.Require(table.Count == count && (!isEmpty || count == 0), "as many hashes below theta as it says");
        table.LowerTheta(isEmpty ? long.MaxValue : bound);
        return new(logK, seed, table, isEmpty);
    }
}
