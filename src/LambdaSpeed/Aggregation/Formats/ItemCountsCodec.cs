using System.Buffers;
using LambdaSpeed.Codecs;

namespace LambdaSpeed.Aggregation.Formats;

/// <summary>Items and weights: the count, then item, weight, item, weight. Not keys.</summary>
/// <remarks>Items of weight zero are as good as none and are left out, so that what was taken back does not fill checkpoints.</remarks>
internal sealed class ItemCountsCodec<TItem>(ICodec<TItem> item) : ICodec<ItemCounts<TItem>>
{
    private readonly ICodec<TItem> _item = item;

    public string Schema { get; } = $"counts<{item.Schema}>";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, ItemCounts<TItem> value)
    {
        var count = 0;
        for (var i = 0; i < value.Count; i++) count += value[i].Weight != 0 ? 1 : 0;

        CountHeader.Write(destination, count);
        for (var i = 0; i < value.Count; i++)
        {
            if (value[i].Weight == 0) continue;

            _item.Write(destination, value[i].Item);
            Codec.Int64.Write(destination, value[i].Weight);
        }
    }

    public ItemCounts<TItem> Read(ref ReadOnlySpan<byte> source)
    {
        var count = CountHeader.Read(ref source, Schema);
        if (count == CountHeader.Null) throw CodecException.Malformed(Schema, "a count", source.Length);

        var value = default(ItemCounts<TItem>);
        for (var i = 0; i < count; i++)
        {
            var item = _item.Read(ref source);
            var weight = Codec.Int64.Read(ref source);
            value.Add(item, weight);
            if (weight == 0 || value.Count != i + 1)
            {
                throw CodecException.Malformed(Schema, "items that differ, with weights that are not zero", source.Length);
            }
        }

        return value;
    }

    public ulong Hash(ItemCounts<TItem> value) => throw CodecException.NotAKey(Schema);
}
