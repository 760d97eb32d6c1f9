using System.Buffers;
using System.Numerics;

namespace LambdaSpeed.Codecs;

/// <summary>Integers of any size: the count of bytes, then the shortest two's complement, little endian.</summary>
internal sealed class BigIntegerCodec : ICodec<BigInteger>
{
    public static readonly BigIntegerCodec Instance = new();

    private const int ShortSize = 64; // of a hash's bytes on the stack

    public string Schema => "bigint";

    public bool IsKey => true;

    public void Write(IBufferWriter<byte> destination, BigInteger value)
    {
        var count = value.GetByteCount();
        Varint.Write(destination, (ulong)count);
        value.TryWriteBytes(destination.GetSpan(count), out _);
        destination.Advance(count);
    }

    public BigInteger Read(ref ReadOnlySpan<byte> source)
    {
        var count = Varint.Read(ref source, Schema);
        if (count > (ulong)source.Length) throw CodecException.Truncated(Schema, count, source.Length);

        var value = new BigInteger(source[..(int)count]);
        if ((ulong)value.GetByteCount() != count) throw CodecException.Malformed(Schema, "the shortest two's complement", source.Length);

        source = source[(int)count..];
        return value;
    }

    public ulong Hash(BigInteger value)
    {
        var count = value.GetByteCount();
        var bytes = count <= ShortSize ? stackalloc byte[ShortSize] : new byte[count];
        value.TryWriteBytes(bytes, out _);
        return StableHash.Of(bytes[..count]);
    }
}
