using System.Buffers;

namespace LambdaSpeed.Codecs.Tuples;

/// <summary>A tuple of 5: the items one after another, nothing between them.</summary>
internal sealed class Tuple5Codec<T1, T2, T3, T4, T5>(
    ICodec<T1> item1,
    ICodec<T2> item2,
    ICodec<T3> item3,
    ICodec<T4> item4,
    ICodec<T5> item5)
    : IOrderedCodec<(T1, T2, T3, T4, T5)>
{
    private readonly ICodec<T1> _item1 = item1;
    private readonly ICodec<T2> _item2 = item2;
    private readonly ICodec<T3> _item3 = item3;
    private readonly ICodec<T4> _item4 = item4;
    private readonly ICodec<T5> _item5 = item5;

    public string Schema { get; } = $"({item1.Schema},{item2.Schema},{item3.Schema},{item4.Schema},{item5.Schema})";

    public bool IsKey { get; } = item1.IsKey && item2.IsKey && item3.IsKey && item4.IsKey && item5.IsKey;

    public bool IsOrdered { get; } =
        OrderedForm.Exists(item1) && OrderedForm.Exists(item2) && OrderedForm.Exists(item3) && OrderedForm.Exists(item4)
        && OrderedForm.Exists(item5);

    public void Write(IBufferWriter<byte> destination, (T1, T2, T3, T4, T5) value)
    {
        _item1.Write(destination, value.Item1);
        _item2.Write(destination, value.Item2);
        _item3.Write(destination, value.Item3);
        _item4.Write(destination, value.Item4);
        _item5.Write(destination, value.Item5);
    }

    public (T1, T2, T3, T4, T5) Read(ref ReadOnlySpan<byte> source)
    {
        var value1 = _item1.Read(ref source);
        var value2 = _item2.Read(ref source);
        var value3 = _item3.Read(ref source);
        var value4 = _item4.Read(ref source);
        var value5 = _item5.Read(ref source);
        return (value1, value2, value3, value4, value5);
    }

    public ulong Hash((T1, T2, T3, T4, T5) value)
    {
        var hash = _item1.Hash(value.Item1);
        hash = StableHash.Combine(hash, _item2.Hash(value.Item2));
        hash = StableHash.Combine(hash, _item3.Hash(value.Item3));
        hash = StableHash.Combine(hash, _item4.Hash(value.Item4));
        hash = StableHash.Combine(hash, _item5.Hash(value.Item5));
        return hash;
    }

    public void WriteOrdered(IBufferWriter<byte> destination, (T1, T2, T3, T4, T5) value)
    {
        OrderedForm.Write(_item1, destination, value.Item1);
        OrderedForm.Write(_item2, destination, value.Item2);
        OrderedForm.Write(_item3, destination, value.Item3);
        OrderedForm.Write(_item4, destination, value.Item4);
        OrderedForm.Write(_item5, destination, value.Item5);
    }

    public (T1, T2, T3, T4, T5) ReadOrdered(ref ReadOnlySpan<byte> source)
    {
        var value1 = OrderedForm.Read(_item1, ref source);
        var value2 = OrderedForm.Read(_item2, ref source);
        var value3 = OrderedForm.Read(_item3, ref source);
        var value4 = OrderedForm.Read(_item4, ref source);
        var value5 = OrderedForm.Read(_item5, ref source);
        return (value1, value2, value3, value4, value5);
    }
}
