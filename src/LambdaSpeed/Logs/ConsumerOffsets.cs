using System.Buffers.Binary;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Logs;

/// <summary>How far a named consumer has got, as it is saved.</summary>
/// <param name="Sequence">Counts the savings.</param>
/// <param name="Offsets">By partition, the offset it reads next; -1 where it has not committed yet.</param>
/// <param name="Extra">What a kind of consumer keeps besides.</param>
internal sealed record ConsumerOffsets(long Sequence, long[] Offsets, byte[] Extra)
{
    private const int Version = 1;
    private const int HeaderBytes = 48;

    private static ReadOnlySpan<byte> Magic => "LSLOGCON"u8;

    public byte[] ToBytes(UInt128 logId)
    {
        var bytes = new byte[HeaderBytes + (8 * Offsets.Length) + Extra.Length + sizeof(uint)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Offsets.Length);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(16), logId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), Extra.Length);
        for (var i = 0; i < Offsets.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(HeaderBytes + (8 * i)), Offsets[i]);
        Extra.CopyTo(bytes, HeaderBytes + (8 * Offsets.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc32C.Append(0, bytes.AsSpan(0, bytes.Length - 4)));
        return bytes;
    }

    /// <summary>Reads what was saved; null when it is torn, damaged, of another log or of another version.</summary>
    public static ConsumerOffsets? TryRead(ReadOnlySpan<byte> bytes, UInt128 logId, int partitions)
    {
        if (bytes.Length < HeaderBytes + (8L * partitions) + sizeof(uint) || !bytes.StartsWith(Magic)) return null;

        var content = bytes[..^sizeof(uint)];
        var extraBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[40..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[content.Length..]) != Crc32C.Append(0, content)
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) != Version
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]) != partitions
            || BinaryPrimitives.ReadUInt128LittleEndian(bytes[16..]) != logId
            || extraBytes != content.Length - HeaderBytes - (8 * partitions))
        {
            return null;
        }

        var offsets = new long[partitions];
        for (var i = 0; i < partitions; i++) offsets[i] = BinaryPrimitives.ReadInt64LittleEndian(content[(HeaderBytes + (8 * i))..]);
        return new ConsumerOffsets(BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]), offsets, content[^extraBytes..].ToArray());
    }
}
