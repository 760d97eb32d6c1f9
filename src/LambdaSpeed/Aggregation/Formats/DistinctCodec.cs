using System.Buffers;
using LambdaSpeed.Codecs;

namespace LambdaSpeed.Aggregation.Formats;

/// <summary>Distinct items: the count, then the items, no two equal. Not keys.</summary>
internal sealed class DistinctCodec<TItem>(ICodec<TItem> item) : ICodec<Distinct<TItem>>
{
    private readonly ICodec<TItem> _item = item;

    public string Schema { get; } = $"distinct<{item.Schema}>";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, Distinct<TItem> value)
    {
        CountHeader.Write(destination, value.Count);
        for (var i = 0; i < value.Count; i++) _item.Write(destination, value[i]);
    }

    public Distinct<TItem> Read(ref ReadOnlySpan<byte> source)
    {
        var count = CountHeader.Read(ref source, Schema);
        if (count == CountHeader.Null) throw CodecException.Malformed(Schema, "a count", source.Length);

        var value = default(Distinct<TItem>);
        for (var i = 0; i < count; i++)
        {
            if (value.Add(_item.Read(ref source)) != i) throw CodecException.Malformed(Schema, "items that differ", source.Length);
        }

        return value;
    }

    public ulong Hash(Distinct<TItem> value) => throw CodecException.NotAKey(Schema);
}
