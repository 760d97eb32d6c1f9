using System.Buffers.Binary;

namespace LambdaSpeed.RocksDb;

/// <summary>The latest commit, as it is stored.</summary>
/// <param name="Incarnation">The run that wrote it.</param>
/// <param name="Checkpoint">The epoch and its manifest.</param>
internal sealed record StoredCommit(long Incarnation, Checkpoint Checkpoint)
{
    private const int HeaderSize = 16;

    public byte[] ToBytes()
    {
        var manifest = Checkpoint.Manifest.Span;
        var bytes = new byte[HeaderSize + manifest.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Incarnation);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), Checkpoint.Epoch.Number);
        manifest.CopyTo(bytes.AsSpan(HeaderSize));
        return bytes;
    }

    public static bool TryRead(byte[] bytes, out StoredCommit commit)
    {
        commit = null!;
        if (bytes.Length < HeaderSize) return false;
        var (incarnation, epoch) = (BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(8)));
        if (incarnation <= 0 || epoch <= 0) return false;

        commit = new(incarnation, new(new(epoch), bytes.AsMemory(HeaderSize)));
        return true;
    }
}
