using System.Buffers;

namespace LambdaSpeed.Codecs.Collections;

/// <summary>Byte arrays: the count, then the bytes. Not keys: arrays are equal by reference.</summary>
internal sealed class BytesCodec : ICodec<byte[]>
{
    public static readonly BytesCodec Instance = new();

    public string Schema => "bytes";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, byte[] value)
    {
        CountHeader.Write(destination, value?.Length ?? CountHeader.Null);
        destination.Write(value);
    }

    public byte[] Read(ref ReadOnlySpan<byte> source)
    {
        var count = CountHeader.Read(ref source, Schema);
        if (count == CountHeader.Null) return null!;

        var value = source[..count].ToArray();
        source = source[count..];
        return value;
    }

    public ulong Hash(byte[] value) => throw CodecException.NotAKey(Schema);
}
