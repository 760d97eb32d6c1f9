using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using LambdaSpeed.Storage;

namespace LambdaSpeed.BatchViews;

/// <summary>The front of a file: what it is, in words, so that a look at it with any tool tells.</summary>
/// <remarks>Magic (8), version (4), length of the text (4), their checksum (4), the text as JSON, its checksum (4).</remarks>
internal static class IdentityBytes
{
    /// <summary>The format that is written, and the newest one that is read.</summary>
    public const uint Version = 1;

    public const int HeadSize = 20;

    private const int CheckedSize = 16;
    private const int LongestText = 1 << 24; // positions of a few hundred thousand partitions

    private static ReadOnlySpan<byte> Magic => "LSPDBATV"u8;

    public static byte[] Write(BatchViewIdentity identity)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text)) Write(json, identity);

        var bytes = new byte[HeadSize + text.WrittenCount + sizeof(uint)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), text.WrittenCount);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CheckedSize), Crc32C.Of(bytes.AsSpan(0, CheckedSize)));
        text.WrittenSpan.CopyTo(bytes.AsSpan(HeadSize));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - sizeof(uint)), Crc32C.Of(text.WrittenSpan));
        return bytes;
    }

    /// <summary>How long the text is, by the first bytes of the file.</summary>
    /// <exception cref="BatchViewException">They are not those of a batch view, or of a later version.</exception>
    public static int LengthOf(ReadOnlySpan<byte> head, string file)
    {
        if (head.Length < HeadSize || !head.StartsWith(Magic))
        {
            throw new BatchViewDamagedException(file, 0, "it does not begin as a batch view");
        }
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[CheckedSize..]) != Crc32C.Of(head[..CheckedSize]))
        {
            throw new BatchViewDamagedException(file, CheckedSize, "the checksum of its head does not hold");
        }
        var version = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        if (version > Version) throw new BatchViewVersionException(file, version, Version);
        var length = BinaryPrimitives.ReadInt32LittleEndian(head[12..]);
        if (version == 0 || length is < 0 or > LongestText) throw new BatchViewDamagedException(file, 8, "its head makes no sense");
        return length;
    }

    /// <summary>Reads the text with its checksum.</summary>
    /// <exception cref="BatchViewDamagedException">They are not what was written.</exception>
    public static BatchViewIdentity Read(ReadOnlySpan<byte> bytes, string file)
    {
        var text = bytes[..^sizeof(uint)];
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]) != Crc32C.Of(text))
        {
            throw new BatchViewDamagedException(file, HeadSize, "the checksum of its identity does not hold");
        }
        try
        {
            using var json = JsonDocument.Parse(text.ToArray());
            return Read(json.RootElement);
        }
        catch (Exception exception) when (CutJson.IsMalformed(exception))
        {
            throw new BatchViewDamagedException(file, HeadSize, "its identity cannot be read", exception);
        }
    }

    private static void Write(Utf8JsonWriter json, BatchViewIdentity identity)
    {
        json.WriteStartObject();
        json.WriteString("keys", identity.KeySchema);
        json.WriteString("order", identity.IsOrdered ? "keys" : "hashes");
        json.WriteString("accumulators", identity.AccumulatorSchema);
        json.WriteString("aggregator", identity.Aggregator);
        json.WritePropertyName("cut");
        CutJson.Write(json, identity.Cut);
        if (identity.RecomputedBy is { } topology) json.WriteString("recomputedBy", topology);
        if (identity.View is { } view) json.WriteString("view", view);
        json.WriteEndObject();
    }

    private static BatchViewIdentity Read(JsonElement json) => new(
        json.GetProperty("keys").GetString()!,
        json.GetProperty("order").GetString() == "keys",
        json.GetProperty("accumulators").GetString()!,
        json.GetProperty("aggregator").GetString()!,
        CutJson.Read(json.GetProperty("cut")))
    {
        RecomputedBy = json.TryGetProperty("recomputedBy", out var topology) ? topology.GetString() : null,
        View = json.TryGetProperty("view", out var view) ? view.GetString() : null,
    };
}
