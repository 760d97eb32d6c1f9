using System.Buffers;

namespace LambdaSpeed;

/// <summary>Writes and reads records that could not be made tuples, so that dead letters of a spout can be stored.</summary>
/// <remarks>They are no keys. The bytes are described in <c>docs/formats/codecs.md</c>.</remarks>
public sealed class RawRecordCodec : ICodec<RawRecord>
{
    private const byte Version = 1; // in its place 0 is null

    private RawRecordCodec()
    {
    }

    /// <summary>The codec.</summary>
    public static RawRecordCodec Instance { get; } = new();

    /// <inheritdoc/>
    public string Schema => "rawrecord";

    /// <inheritdoc/>
    public bool IsKey => false;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> destination, RawRecord value)
    {
        Codec.Byte.Write(destination, value is null ? (byte)0 : Version);
        if (value is null) return;

        Codec.Int32.Write(destination, value.Position.Partition);
        Codec.Int64.Write(destination, value.Position.Offset);
        Codec.Memory.Write(destination, value.Key);
        Codec.Memory.Write(destination, value.Value);
    }

    /// <inheritdoc/>
    public RawRecord Read(ref ReadOnlySpan<byte> source)
    {
        var version = Codec.Byte.Read(ref source);
        if (version == 0) return null!;
        if (version != Version) throw CodecException.UnknownVersion(Schema, version, Version, source.Length);

        return new RawRecord
        {
            Position = new LogPosition(Codec.Int32.Read(ref source), Codec.Int64.Read(ref source)),
            Key = Codec.Memory.Read(ref source),
            Value = Codec.Memory.Read(ref source),
        };
    }

    /// <inheritdoc/>
    public ulong Hash(RawRecord value) => throw CodecException.NotAKey(Schema);
}
