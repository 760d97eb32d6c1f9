using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

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

    /// <summary>By what a commit is known again.</summary>
    public static byte[] DigestOf(Checkpoint checkpoint, IReadOnlyList<ChangeBlock> blocks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(checkpoint.Epoch.Number));
        hash.AppendData(checkpoint.Manifest.Span);
        foreach (var block in blocks)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"/{block.Section}/{block.Entries.Length}/"));
            hash.AppendData(block.Entries.Span);
        }
        return hash.GetHashAndReset();
    }
}
