using System.Buffers;

namespace LambdaSpeed.Codecs.Tuples;

/// <summary>A tuple of 2: the items one after another, nothing between them.</summary>
internal sealed class Tuple2Codec<T1, T2>(ICodec<T1> item1, ICodec<T2> item2) : IOrderedCodec<(T1, T2)>, IOrderedTuple<T1>
{
    private readonly ICodec<T1> _item1 = item1;
    private readonly ICodec<T2> _item2 = item2;

    public string Schema { get; } = $"({item1.Schema},{item2.Schema})";

    public bool IsKey { get; } = item1.IsKey && item2.IsKey;

    public bool IsOrdered { get; } = OrderedForm.Exists(item1) && OrderedForm.Exists(item2);

    public void Write(IBufferWriter<byte> destination, (T1, T2) value)
    {
        _item1.Write(destination, value.Item1);
        _item2.Write(destination, value.Item2);
    }

    public (T1, T2) Read(ref ReadOnlySpan<byte> source)
    {
        var value1 = _item1.Read(ref source);
        var value2 = _item2.Read(ref source);
        return (value1, value2);
    }

    public ulong Hash((T1, T2) value)
    {
        var hash = _item1.Hash(value.Item1);
        hash = StableHash.Combine(hash, _item2.Hash(value.Item2));
        return hash;
    }

    public void WriteOrdered(IBufferWriter<byte> destination, (T1, T2) value)
    {
        OrderedForm.Write(_item1, destination, value.Item1);
        OrderedForm.Write(_item2, destination, value.Item2);
    }

    public void WriteOrderedFirst(IBufferWriter<byte> destination, T1 first) => OrderedForm.Write(_item1, destination, first);

    public (T1, T2) ReadOrdered(ref ReadOnlySpan<byte> source)
    {
        var value1 = OrderedForm.Read(_item1, ref source);
        var value2 = OrderedForm.Read(_item2, ref source);
        return (value1, value2);
    }
}
