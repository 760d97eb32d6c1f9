using System.Buffers;
using System.Runtime.CompilerServices;
using LambdaSpeed.Codecs.Fixed;

namespace LambdaSpeed.Codecs;

/// <summary>Enums, in the format of their underlying integer; any number is accepted, named or not.</summary>
internal sealed class EnumCodec<TEnum, TNumber, TFormat> : IOrderedCodec<TEnum>, IFixedCodec<TEnum>
    where TEnum : struct, Enum
    where TNumber : struct
    where TFormat : struct, IFixedFormat<TNumber>
{
    public static readonly EnumCodec<TEnum, TNumber, TFormat> Instance = new();

    public string Schema { get; } = $"{typeof(TEnum).Name}:{TFormat.Schema}";

    public bool IsKey => true;

    public bool IsOrdered => FixedCodec<TNumber, TFormat>.Instance.IsOrdered;

    public int Size => TFormat.Size;

    public void Put(Span<byte> destination, TEnum value) => TFormat.Put(destination, Unsafe.BitCast<TEnum, TNumber>(value));

    public void Write(IBufferWriter<byte> destination, TEnum value) =>
        FixedCodec<TNumber, TFormat>.Instance.Write(destination, Unsafe.BitCast<TEnum, TNumber>(value));

    public TEnum Read(ref ReadOnlySpan<byte> source)
    {
        if (source.Length < TFormat.Size) throw CodecException.Truncated(Schema, (ulong)TFormat.Size, source.Length);
        return Unsafe.BitCast<TNumber, TEnum>(FixedCodec<TNumber, TFormat>.Instance.Read(ref source));
    }

    public ulong Hash(TEnum value) => TFormat.Hash(Unsafe.BitCast<TEnum, TNumber>(value));

    public void WriteOrdered(IBufferWriter<byte> destination, TEnum value) =>
        FixedCodec<TNumber, TFormat>.Instance.WriteOrdered(destination, Unsafe.BitCast<TEnum, TNumber>(value));

    public TEnum ReadOrdered(ref ReadOnlySpan<byte> source) =>
        Unsafe.BitCast<TNumber, TEnum>(FixedCodec<TNumber, TFormat>.Instance.ReadOrdered(ref source));
}
