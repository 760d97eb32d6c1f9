using System.Buffers.Binary;
using System.IO.Compression;

namespace Samples.Shared;

/// <summary>A file to read, plain or packed by gzip; a packed one is known by its first bytes.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">What reports call it: the file's name, or its path where another file bears that name.</param>
internal sealed record InputFile(string Path, string Name)
{
    /// <summary>Opens the unpacked content.</summary>
    public Stream Open()
    {
        var file = File.OpenRead(Path);
        return IsPacked(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>The size of the unpacked content, to measure progress by: a packed file states it in its last four bytes, modulo
    /// 4 GiB.</summary>
    public long ApproximateLength()
    {
        using var file = File.OpenRead(Path);
        if (!IsPacked(file)) return file.Length;

        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        file.Seek(-trailer.Length, SeekOrigin.End);
        file.ReadExactly(trailer);
        return Math.Max(file.Length, BinaryPrimitives.ReadUInt32LittleEndian(trailer));
    }

    /// <summary>Is it packed and, by the size it states, not whole?</summary>
    /// <remarks>For a file that is known to hold little: it is unpacked to its end.</remarks>
    public bool IsCutOff()
    {
        using var file = File.OpenRead(Path);
        if (!IsPacked(file)) return false;

        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        file.Seek(-trailer.Length, SeekOrigin.End);
        file.ReadExactly(trailer);
        file.Position = 0;
        using var content = new GZipStream(file, CompressionMode.Decompress);
        var buffer = new byte[1 << 16];
        var length = 0L;
        while (content.Read(buffer) is > 0 and var read) length += read;
        return (uint)length != BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private static bool IsPacked(FileStream file)
    {
        Span<byte> start = stackalloc byte[sizeof(uint)];
        var isPacked = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start is [0x1f, 0x8b, ..];
        file.Position = 0;
        return isPacked;
    }
}
