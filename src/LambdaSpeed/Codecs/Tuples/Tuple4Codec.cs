using System.Buffers;

namespace LambdaSpeed.Codecs.Tuples;

/// <summary>A tuple of 4: the items one after another, nothing between them.</summary>
internal sealed class Tuple4Codec<T1, T2, T3, T4>(
    ICodec<T1> item1,
    ICodec<T2> item2,
    ICodec<T3> item3,
    ICodec<T4> item4)
    : IOrderedCodec<(T1, T2, T3, T4)>
{
    private readonly ICodec<T1> _item1 = item1;
    private readonly ICodec<T2> _item2 = item2;
    private readonly ICodec<T3> _item3 = item3;
    private readonly ICodec<T4> _item4 = item4;

    public string Schema { get; } = $"({item1.Schema},{item2.Schema},{item3.Schema},{item4.Schema})";

    public bool IsKey { get; } = item1.IsKey && item2.IsKey && item3.IsKey && item4.IsKey;

    public bool IsOrdered { get; } =
        OrderedForm.Exists(item1) && OrderedForm.Exists(item2) && OrderedForm.Exists(item3) && OrderedForm.Exists(item4);

    public void Write(IBufferWriter<byte> destination, (T1, T2, T3, T4) value)
    {
        _item1.Write(destination, value.Item1);
        _item2.Write(destination, value.Item2);
        _item3.Write(destination, value.Item3);
        _item4.Write(destination, value.Item4);
    }

    public (T1, T2, T3, T4) Read(ref ReadOnlySpan<byte> source)
    {
        var value1 = _item1.Read(ref source);
        var value2 = _item2.Read(ref source);
        var value3 = _item3.Read(ref source);
        var value4 = _item4.Read(ref source);
        return (value1, value2, value3, value4);
    }

    public ulong Hash((T1, T2, T3, T4) value)
    {
        var hash = _item1.Hash(value.Item1);
        hash = StableHash.Combine(hash, _item2.Hash(value.Item2));
        hash = StableHash.Combine(hash, _item3.Hash(value.Item3));
        hash = StableHash.Combine(hash, _item4.Hash(value.Item4));
        return hash;
    }

    public void WriteOrdered(IBufferWriter<byte> destination, (T1, T2, T3, T4) value)
    {
        OrderedForm.Write(_item1, destination, value.Item1);
        OrderedForm.Write(_item2, destination, value.Item2);
        OrderedForm.Write(_item3, destination, value.Item3);
        OrderedForm.Write(_item4, destination, value.Item4);
    }

    public (T1, T2, T3, T4) ReadOrdered(ref ReadOnlySpan<byte> source)
    {
        var value1 = OrderedForm.Read(_item1, ref source);
        var value2 = OrderedForm.Read(_item2, ref source);
        var value3 = OrderedForm.Read(_item3, ref source);
        var value4 = OrderedForm.Read(_item4, ref source);
        return (value1, value2, value3, value4);
    }
}
