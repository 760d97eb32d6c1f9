using System.Buffers.Binary;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>The first 16 bytes of every checkpoint file, alike in all versions of the format; zeros up to the first frame follow.</summary>
internal static class FilePreamble
{
    public const int Size = 16;

    /// <summary>The format that is written, and the newest one that is read.</summary>
    public const uint Version = 1;

    private const int CheckedSize = 12;

    private static ReadOnlySpan<byte> Magic => "LSPDCKPT"u8;

    public static void Write(Span<byte> bytes)
    {
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[Magic.Length..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CheckedSize..], Crc32C.Of(bytes[..CheckedSize]));
    }

    /// <summary>Whether the file begins as it should.</summary>
    /// <exception cref="CheckpointVersionException">It does, but in a format that is not known here.</exception>
    public static bool Holds(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.Length < Size || !bytes.StartsWith(Magic)) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[CheckedSize..]) != Crc32C.Of(bytes[..CheckedSize])) return false;

        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[Magic.Length..]);
        if (version > Version) throw new CheckpointVersionException(file, version, Version);

        return version == Version;
    }
}
