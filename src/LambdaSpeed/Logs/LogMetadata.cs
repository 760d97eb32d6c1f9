using System.Buffers.Binary;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Logs;

/// <summary>What a log is, once for all: its id and the number of its partitions. The file <c>log.meta</c>.</summary>
internal sealed record LogMetadata(UInt128 Id, int Partitions)
{
    public const string FileName = "log.meta";

    private const string UnfinishedName = "log.meta.new";
    private const int Version = 1;
    private const int Bytes = 36;

    private static ReadOnlySpan<byte> Magic => "LSLOGMET"u8;

    /// <summary>The metadata of the log in a directory; null when there is none.</summary>
    public static LogMetadata? TryLoad(IStorage storage)
    {
        if (!storage.List().Contains(FileName)) return null;

        using var file = storage.OpenRead(FileName);
        var bytes = new byte[Bytes];
        var read = file.Read(0, bytes);
        if (read < Bytes || file.Length != Bytes || !bytes.AsSpan().StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(Bytes - 4)) != Crc32C.Append(0, bytes.AsSpan(0, Bytes - 4)))
        {
            throw new LogMismatchException(
                $"'{file.Name}' is not the metadata of a log, or is damaged. Remedy: choose the directory of a log, or put the file back " +
                "from a copy.");
        }
        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));
        if (version != Version)
        {
            throw new LogMismatchException(
                $"'{file.Name}' has version {version} of the log's format; this program knows version {Version}. Remedy: open it with " +
                "the newer version of LambdaSpeed that made it.");
        }
        return new LogMetadata(
            BinaryPrimitives.ReadUInt128LittleEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)));
    }

    /// <summary>Makes the log, durably and in one step.</summary>
    public void Create(IStorage storage)
    {
        var bytes = new byte[Bytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Partitions);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(16), Id);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Bytes - 4), Crc32C.Append(0, bytes.AsSpan(0, Bytes - 4)));

        storage.Delete(UnfinishedName);
        using (var file = storage.Create(UnfinishedName))
        {
            file.Write(0, bytes);
            file.Sync();
        }
        storage.Rename(UnfinishedName, FileName);
        storage.SyncNames();
    }
}
