using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.BatchViews;

/// <summary>A block: for each entry where it begins (2 bytes), then the entries. It fits a page unless it has one entry alone.</summary>
/// <param name="bytes">The block, as its checksum has proved it.</param>
/// <param name="count">Entries in it, by its leaf.</param>
internal readonly ref struct Block(ReadOnlySpan<byte> bytes, int count)
{
    public const int OffsetSize = sizeof(ushort);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Count => count;

    /// <summary>Takes an entry apart; false when the block is not what it should be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(int entry, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        if (_bytes.Length >= count * OffsetSize)
        {
            var start = OffsetOf(entry);
            var end = entry + 1 < count ? OffsetOf(entry + 1) : _bytes.Length;
            if (start >= count * OffsetSize && start <= end && end <= _bytes.Length)
            {
                return EntryBytes.TryRead(_bytes[start..end], out key, out value);
            }
        }
        key = value = default;
        return false;
    }

    private int OffsetOf(int entry) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(entry * OffsetSize)..]);
}
