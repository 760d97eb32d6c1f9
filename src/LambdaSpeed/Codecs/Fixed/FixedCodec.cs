using System.Buffers;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>The codec of every type of fixed size.</summary>
internal sealed class FixedCodec<T, TFormat> : IOrderedCodec<T>, IFixedCodec<T>
    where TFormat : struct, IFixedFormat<T>
{
    public static readonly FixedCodec<T, TFormat> Instance = new();

    public string Schema => TFormat.Schema;

    public bool IsKey => true;

    public bool IsOrdered => TFormat.Order != FixedOrder.None;

    public int Size => TFormat.Size;

    public void Put(Span<byte> destination, T value) => TFormat.Put(destination, value);

    public void Write(IBufferWriter<byte> destination, T value)
    {
        TFormat.Put(destination.GetSpan(TFormat.Size), value);
        destination.Advance(TFormat.Size);
    }

    public T Read(ref ReadOnlySpan<byte> source)
    {
        if (source.Length < TFormat.Size) throw CodecException.Truncated(Schema, (ulong)TFormat.Size, source.Length);
        if (!TFormat.TryTake(source, out var value)) throw CodecException.Malformed(Schema, TFormat.Expected, source.Length);

        source = source[TFormat.Size..];
        return value;
    }

    public ulong Hash(T value) => TFormat.Hash(value);

    public void WriteOrdered(IBufferWriter<byte> destination, T value)
    {
        var bytes = destination.GetSpan(TFormat.Size)[..TFormat.Size];
        TFormat.Put(bytes, value);
        if (TFormat.Order is FixedOrder.Unsigned or FixedOrder.Signed) bytes.Reverse();
        if (TFormat.Order == FixedOrder.Signed) bytes[0] ^= 0x80;
        destination.Advance(TFormat.Size);
    }

    public T ReadOrdered(ref ReadOnlySpan<byte> source)
    {
        if (source.Length < TFormat.Size) throw CodecException.Truncated(Schema, (ulong)TFormat.Size, source.Length);

        Span<byte> bytes = stackalloc byte[TFormat.Size];
        source[..TFormat.Size].CopyTo(bytes);
        if (TFormat.Order == FixedOrder.Signed) bytes[0] ^= 0x80;
        if (TFormat.Order is FixedOrder.Unsigned or FixedOrder.Signed) bytes.Reverse();
        if (!TFormat.TryTake(bytes, out var value)) throw CodecException.Malformed(Schema, TFormat.Expected, source.Length);

        source = source[TFormat.Size..];
        return value;
    }
}
