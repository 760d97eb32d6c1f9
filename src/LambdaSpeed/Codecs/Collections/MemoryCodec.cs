using System.Buffers;

namespace LambdaSpeed.Codecs.Collections;

/// <summary>Memory of bytes, in the format of byte arrays. Not keys: memory is equal when it is the same memory.</summary>
internal sealed class MemoryCodec : ICodec<ReadOnlyMemory<byte>>
{
    public static readonly MemoryCodec Instance = new();

    public string Schema => "bytes";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, ReadOnlyMemory<byte> value)
    {
        CountHeader.Write(destination, value.Length);
        destination.Write(value.Span);
    }

    public ReadOnlyMemory<byte> Read(ref ReadOnlySpan<byte> source)
    {
        var count = Math.Max(0, CountHeader.Read(ref source, Schema));
        var value = source[..count].ToArray();
        source = source[count..];
        return value;
    }

    public ulong Hash(ReadOnlyMemory<byte> value) => throw CodecException.NotAKey(Schema);
}
