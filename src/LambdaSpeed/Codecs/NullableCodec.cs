using System.Buffers;
using LambdaSpeed.Codecs.Fixed;

namespace LambdaSpeed.Codecs;

/// <summary>Values that may be absent: the byte 0, or the byte 1 and the value.</summary>
internal sealed class NullableCodec<T>(ICodec<T> value) : ICodec<T?>
    where T : struct
{
    private readonly ICodec<T> _value = value;

    public string Schema { get; } = $"{value.Schema}?";

    public bool IsKey { get; } = value.IsKey;

    public void Write(IBufferWriter<byte> destination, T? value)
    {
        FixedCodec<bool, BooleanFormat>.Instance.Write(destination, value.HasValue);
        if (value.HasValue) _value.Write(destination, value.GetValueOrDefault());
    }

    public T? Read(ref ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty) throw CodecException.Truncated(Schema, 1, 0);
        if (source[0] > 1) throw CodecException.Malformed(Schema, "the byte 0 or 1", source.Length);

        var hasValue = source[0] == 1;
        source = source[1..];
        return hasValue ? _value.Read(ref source) : null;
    }

    public ulong Hash(T? value) => value.HasValue ? _value.Hash(value.GetValueOrDefault()) : StableHash.OfNull;
}
