using System.Buffers;

namespace LambdaSpeed.Codecs.Tuples;

/// <summary>A tuple of 1: the items one after another, nothing between them.</summary>
internal sealed class Tuple1Codec<T1>(ICodec<T1> item1) : IOrderedCodec<ValueTuple<T1>>
{
    private readonly ICodec<T1> _item1 = item1;

    public string Schema { get; } = $"({item1.Schema})";

    public bool IsKey { get; } = item1.IsKey;

    public bool IsOrdered { get; } = OrderedForm.Exists(item1);

    public void Write(IBufferWriter<byte> destination, ValueTuple<T1> value)
    {
        _item1.Write(destination, value.Item1);
    }

    public ValueTuple<T1> Read(ref ReadOnlySpan<byte> source)
    {
        var value1 = _item1.Read(ref source);
        return new ValueTuple<T1>(value1);
    }

    public ulong Hash(ValueTuple<T1> value) => _item1.Hash(value.Item1);

    public void WriteOrdered(IBufferWriter<byte> destination, ValueTuple<T1> value)
    {
        OrderedForm.Write(_item1, destination, value.Item1);
    }

    public ValueTuple<T1> ReadOrdered(ref ReadOnlySpan<byte> source)
    {
        var value1 = OrderedForm.Read(_item1, ref source);
        return new ValueTuple<T1>(value1);
    }
}
