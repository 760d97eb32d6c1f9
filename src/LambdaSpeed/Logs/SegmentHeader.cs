using System.Buffers.Binary;
using System.Globalization;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Logs;

/// <summary>The beginning of a segment's file: whose it is, and how the segment before it ended.</summary>
/// <param name="LogId">The log.</param>
/// <param name="Partition">The partition.</param>
/// <param name="BaseOffset">The offset of its first record.</param>
/// <param name="Created">When it was begun, in UTC ticks.</param>
/// <param name="PreviousBase">The base offset of the segment before it; -1 at the partition's very beginning.</param>
/// <param name="PreviousBytes">How many bytes of that one are valid: all of them were durable before this file was made.</param>
/// <param name="PreviousMaxTimestamp">The latest timestamp in that one.</param>
internal readonly record struct SegmentHeader(
    UInt128 LogId, int Partition, long BaseOffset, long Created, long PreviousBase, long PreviousBytes, long PreviousMaxTimestamp)
{
    public const int Bytes = 96;
    public const int Version = 1;
    public const string FileExtension = ".segment";
    public const string IndexExtension = ".index";

    private const int ChecksumAt = Bytes - sizeof(uint);

    private static ReadOnlySpan<byte> Magic => "LSLOGSEG"u8;

    public static string FileName(long baseOffset) => Name(baseOffset) + FileExtension;

    public static string IndexName(long baseOffset) => Name(baseOffset) + IndexExtension;

    /// <summary>The base offset in a segment file's name, if it is one.</summary>
    public static bool TryParseName(string name, out long baseOffset)
    {
        baseOffset = -1;
        return name.EndsWith(FileExtension, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, name.Length - FileExtension.Length), NumberStyles.None, null, out baseOffset)
            && FileName(baseOffset) == name;
    }

    /// <summary>Writes the header.</summary>
    /// <returns>Its checksum: the seed of the checksums of the segment's frames.</returns>
    public uint Write(Span<byte> destination)
    {
        destination[..Bytes].Clear();
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], Partition);
        BinaryPrimitives.WriteUInt128LittleEndian(destination[16..], LogId);
        BinaryPrimitives.WriteInt64LittleEndian(destination[32..], BaseOffset);
        BinaryPrimitives.WriteInt64LittleEndian(destination[40..], Created);
        BinaryPrimitives.WriteInt64LittleEndian(destination[48..], PreviousBase);
        BinaryPrimitives.WriteInt64LittleEndian(destination[56..], PreviousBytes);
        BinaryPrimitives.WriteInt64LittleEndian(destination[64..], PreviousMaxTimestamp);
        var seed = Crc32C.Append(0, destination[..ChecksumAt]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumAt..], seed);
        return seed;
    }

    /// <summary>Reads a header and the seed of the segment's frames; false when it is torn, or of something else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out SegmentHeader header, out uint seed, out int version)
    {
        header = default;
        seed = 0;
        version = 0;
        if (source.Length < Bytes || !source.StartsWith(Magic)) return false;

        seed = BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumAt..]);
        if (seed != Crc32C.Append(0, source[..ChecksumAt])) return false;

        version = BinaryPrimitives.ReadInt32LittleEndian(source[8..]);
        header = new SegmentHeader(
            BinaryPrimitives.ReadUInt128LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[48..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[56..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[64..]));
        return true;
    }

    private static string Name(long baseOffset) => baseOffset.ToString("D20", CultureInfo.InvariantCulture);
}
