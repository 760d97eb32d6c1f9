using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Logs;

/// <summary>What stands before the records of a frame: the records that are written, checked and read together.</summary>
/// <remarks>The checksum covers all that follows it, the records included, and begins with the segment's seed, so that a frame of
/// another file, log or partition is never taken for one of this.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameHeader(
    int BodyBytes, int Count, long BaseOffset, long BaseTimestamp, long MaxTimestamp, long DurableOffset)
{
    public const int Bytes = 48;

    /// <summary>The most bytes of records in a frame; a length beyond is no length.</summary>
    public const int MaxBodyBytes = 64 << 20;

    /// <summary>Where the checksummed part begins.</summary>
    private const int Checked = 8;

    /// <summary>What every frame begins with.</summary>
    public static ReadOnlySpan<byte> MagicBytes => "LSF1"u8;

    /// <summary>The offset behind the frame's last record.</summary>
    public long EndOffset => BaseOffset + Count;

    /// <summary>Completes a frame whose records are in place behind room for the header.</summary>
    public void Seal(Span<byte> frame, uint seed)
    {
        MagicBytes.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame[8..], BodyBytes);
        BinaryPrimitives.WriteInt32LittleEndian(frame[12..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(frame[16..], BaseOffset);
        BinaryPrimitives.WriteInt64LittleEndian(frame[24..], BaseTimestamp);
        BinaryPrimitives.WriteInt64LittleEndian(frame[32..], MaxTimestamp);
        BinaryPrimitives.WriteInt64LittleEndian(frame[40..], DurableOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(frame, seed));
    }

    /// <summary>Reads a header; false when it cannot be one. The checksum is not looked at.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out FrameHeader header)
    {
        header = new FrameHeader(
            BinaryPrimitives.ReadInt32LittleEndian(frame[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(frame[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(frame[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(frame[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(frame[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(frame[40..]));
        return frame.StartsWith(MagicBytes)
            && header.BodyBytes is >= 0 and <= MaxBodyBytes
            && header.Count <= header.BodyBytes && (header.Count > 0 || (header.Count == 0 && header.BodyBytes == 0))
            && header.BaseOffset >= 0 && header.BaseOffset <= long.MaxValue - header.Count;
    }

    /// <summary>Whether a whole frame is as it was sealed.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> frame, uint seed) =>
        BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]) == Checksum(frame, seed);

    private static uint Checksum(ReadOnlySpan<byte> frame, uint seed) => Crc32C.Append(seed, frame[Checked..]);
}
