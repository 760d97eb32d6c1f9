using System.Buffers.Binary;

namespace LambdaSpeed.BatchViews;

/// <summary>The index of a file: its leaves, in memory. A record is where the leaf's blocks begin (8), where the leaf begins (8), its
/// length
/// (4), its checksum (4), the length of its first key (4), that key.</summary>
internal static class FileIndex
{
    public const int RecordSize = 28;

    /// <summary>Takes the index apart, whose checksum has been proved.</summary>
    /// <exception cref="BatchViewDamagedException">It makes no sense all the same.</exception>
    public static LeafPlace[] Read(ReadOnlySpan<byte> bytes, FileEnd end, string file)
    {
        if ((long)RecordSize * end.Leaves > bytes.Length) throw Damaged(end, file);

        var places = new LeafPlace[end.Leaves];
        for (var i = 0; i < places.Length; i++)
        {
            if (bytes.Length < RecordSize) throw Damaged(end, file);
            var keyLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]);
            var dataOffset = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            var offset = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]);
            var isSound = keyLength >= 0 && keyLength <= bytes.Length - RecordSize && length >= 0 && dataOffset >= 0
                && dataOffset <= offset && offset <= end.IndexOffset - length;
            if (!isSound) throw Damaged(end, file);

            var checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]);
            places[i] = new(dataOffset, offset, length, checksum, bytes.Slice(RecordSize, keyLength).ToArray());
            bytes = bytes[(RecordSize + keyLength)..];
        }
        return bytes.Length == 0 ? places : throw Damaged(end, file);
    }

    private static BatchViewDamagedException Damaged(FileEnd end, string file) =>
        new(file, end.IndexOffset, "its index contradicts itself");
}
