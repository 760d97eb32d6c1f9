using System.Buffers.Binary;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>The front of a frame: 64 bytes with a checksum of their own, so that a frame can be passed over unread.</summary>
/// <param name="Kind">What the frame holds.</param>
/// <param name="Id">The commit; of a snapshot, the one whose state it is, with those after it.</param>
/// <param name="Previous">The commit before it, which must be known for this one to count; of a snapshot that holds something of later
/// epochs, the newest one, which must be known likewise.</param>
/// <param name="PayloadLength">Bytes between the header and the trailer: manifest and blocks.</param>
/// <param name="ManifestLength">Bytes of the manifest.</param>
internal readonly record struct FrameHeader(FrameKind Kind, CommitId Id, CommitId Previous, long PayloadLength, int ManifestLength)
{
    public const int Size = 64;

    /// <summary>Bytes behind the payload: the checksum of payload and header.</summary>
    public const int TrailerSize = 4;

    /// <summary>Frames begin at multiples of this: no block of the disk that holds a committed frame is ever written again.</summary>
    public const int Alignment = 4096;

    private const uint Magic = 0x4652534C; // "LSRF"
    private const int CheckedSize = 60;

    /// <summary>Header, payload and trailer, without what fills up the last block.</summary>
    public long FrameLength => Size + PayloadLength + TrailerSize;

    /// <summary>Of a snapshot, the newest epoch of which it may hold something.</summary>
    public EpochId Through => Previous == CommitId.None ? Id.Epoch : Previous.Epoch;

    private bool IsOrdered => Kind switch
    {
        FrameKind.Commit => Previous.Epoch < Id.Epoch,
        FrameKind.Snapshot => Previous == CommitId.None || Previous.Epoch > Id.Epoch,
        _ => true,
    };

    public static long Align(long offset) => (offset + Alignment - 1) & -Alignment;

    public static bool TryRead(ReadOnlySpan<byte> bytes, uint seed, out FrameHeader header)
    {
        header = default;
        if (bytes.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[CheckedSize..]) != Crc32C.Append(seed, bytes[..CheckedSize])) return false;

        header = new(
            (FrameKind)bytes[4],
            ReadId(bytes[16..]),
            ReadId(bytes[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[48..]));
        return header.PayloadLength >= header.ManifestLength && header.ManifestLength >= 0
            && header.IsOrdered;
    }

    public void Write(Span<byte> bytes, uint seed)
    {
        bytes[..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        bytes[4] = (byte)Kind;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], PayloadLength);
        WriteId(bytes[16..], Id);
        WriteId(bytes[32..], Previous);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[48..], ManifestLength);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CheckedSize..], Crc32C.Append(seed, bytes[..CheckedSize]));
    }

    private static CommitId ReadId(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(bytes), new EpochId(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..])));

    private static void WriteId(Span<byte> bytes, CommitId id)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, id.Incarnation);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], id.Epoch.Number);
    }
}
