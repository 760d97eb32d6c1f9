using System.Buffers;

namespace LambdaSpeed.Codecs.Tuples;

/// <summary>A tuple of 3: the items one after another, nothing between them.</summary>
internal sealed class Tuple3Codec<T1, T2, T3>(ICodec<T1> item1, ICodec<T2> item2, ICodec<T3> item3)
    : IOrderedCodec<(T1, T2, T3)>, IOrderedTuple<T1>
{
    private readonly ICodec<T1> _item1 = item1;
    private readonly ICodec<T2> _item2 = item2;
    private readonly ICodec<T3> _item3 = item3;

    public string Schema { get; } = $"({item1.Schema},{item2.Schema},{item3.Schema})";

    public bool IsKey { get; } = item1.IsKey && item2.IsKey && item3.IsKey;

    public bool IsOrdered { get; } = OrderedForm.Exists(item1) && OrderedForm.Exists(item2) && OrderedForm.Exists(item3);

    public void Write(IBufferWriter<byte> destination, (T1, T2, T3) value)
    {
        _item1.Write(destination, value.Item1);
        _item2.Write(destination, value.Item2);
        _item3.Write(destination, value.Item3);
    }

    public (T1, T2, T3) Read(ref ReadOnlySpan<byte> source)
    {
        var value1 = _item1.Read(ref source);
        var value2 = _item2.Read(ref source);
        var value3 = _item3.Read(ref source);
        return (value1, value2, value3);
    }

    public ulong Hash((T1, T2, T3) value)
    {
        var hash = _item1.Hash(value.Item1);
        hash = StableHash.Combine(hash, _item2.Hash(value.Item2));
        hash = StableHash.Combine(hash, _item3.Hash(value.Item3));
        return hash;
    }

    public void WriteOrdered(IBufferWriter<byte> destination, (T1, T2, T3) value)
    {
        OrderedForm.Write(_item1, destination, value.Item1);
        OrderedForm.Write(_item2, destination, value.Item2);
        OrderedForm.Write(_item3, destination, value.Item3);
    }

    public void WriteOrderedFirst(IBufferWriter<byte> destination, T1 first) => OrderedForm.Write(_item1, destination, first);

    public (T1, T2, T3) ReadOrdered(ref ReadOnlySpan<byte> source)
    {
        var value1 = OrderedForm.Read(_item1, ref source);
        var value2 = OrderedForm.Read(_item2, ref source);
        var value3 = OrderedForm.Read(_item3, ref source);
        return (value1, value2, value3);
    }
}
