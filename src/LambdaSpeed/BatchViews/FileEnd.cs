using System.Buffers.Binary;
using LambdaSpeed.Storage;

namespace LambdaSpeed.BatchViews;

/// <summary>The last 48 bytes of a file: a file without them was never finished.</summary>
/// <param name="IndexOffset">Where the index begins; it ends where these bytes begin.</param>
/// <param name="Leaves">Leaves in the index.</param>
/// <param name="Entries">Keys in the file.</param>
/// <param name="IndexChecksum">The checksum of the index.</param>
internal readonly record struct FileEnd(long IndexOffset, int Leaves, long Entries, uint IndexChecksum)
{
    public const int Size = 48;

    private const int CheckedSize = Size - sizeof(uint);

    private static ReadOnlySpan<byte> Magic => "LSPDBEND"u8;

    /// <param name="bytes">Where the bytes go.</param>
    /// <param name="fileLength">The length of the whole file, these bytes included.</param>
    public void Write(Span<byte> bytes, long fileLength)
    {
        bytes = bytes[..Size];
        bytes.Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], IndexOffset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Entries);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], fileLength);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[32..], Leaves);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[36..], IndexChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CheckedSize..], Crc32C.Of(bytes[..CheckedSize]));
    }

    /// <exception cref="BatchViewDamagedException">The file is not finished, or damaged.</exception>
    public static FileEnd Read(ReadOnlySpan<byte> bytes, long fileLength, string file)
    {
        var at = fileLength - Size;
        if (bytes.Length < Size || !bytes.StartsWith(Magic))
        {
            throw new BatchViewDamagedException(file, Math.Max(at, 0), "it has no end: it was not finished, or was cut");
        }
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[CheckedSize..]) != Crc32C.Of(bytes[..CheckedSize]))
        {
            throw new BatchViewDamagedException(file, at, "the checksum of its end does not hold");
        }
        var end = new FileEnd(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[36..]));
        var isSound = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]) == fileLength
            && end.IndexOffset >= 0 && end.IndexOffset <= at && end.Leaves >= 0 && end.Entries >= 0;
        return isSound ? end : throw new BatchViewDamagedException(file, at, "its end tells of another file");
    }
}
