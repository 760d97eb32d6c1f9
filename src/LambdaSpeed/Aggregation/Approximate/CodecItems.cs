using System.Buffers;
using LambdaSpeed.Sketches;
using LambdaSpeed.Sketches.Items;

namespace LambdaSpeed.Aggregation.Approximate;

/// <summary>Items of a sketch as their codec has them.</summary>
internal sealed class CodecItems<TItem>(ICodec<TItem> codec) : ItemFormat<TItem>
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch; // what an item is written to, for its size is not known before

    private readonly ICodec<TItem> _codec = codec;

    public override int LeastSize => 1;

    /// <summary>The format of DataSketches where it has one for the type, else that of the codec; null when there is none.</summary>
    public static ItemFormat<TItem>? Find() =>
        ItemFormats.Find<TItem>() ?? (Codec.TryFor<TItem>(out var codec) ? new CodecItems<TItem>(codec) : null);

    /// <summary>As <see cref="Find"/>, but throws.</summary>
    public static ItemFormat<TItem> Require() => Find() ?? throw CodecException.Missing(typeof(TItem));

    /// <summary>As <see cref="Require"/>, for items that are told apart by their hash: throws where the codec has none.</summary>
    public static ItemFormat<TItem> RequireKey()
    {
        var format = Require();
        return format is CodecItems<TItem> { _codec.IsKey: false } items ? throw CodecException.NotAKey(items._codec.Schema) : format;
    }

    public override int SizeOf(TItem item) => Encode(item).Length;

    public override void Write(ref SketchWriter writer, TItem item) => writer.Bytes(Encode(item));

    public override TItem Read(ref SketchReader reader)
    {
        var rest = reader.Rest;
        try
        {
            var item = _codec.Read(ref rest);
            reader.Take(reader.Remaining - rest.Length);
            return item;
        }
        catch (CodecException malformed)
        {
            throw new SketchFormatException($"An item of a sketch cannot be read: {malformed.Message}", malformed);
        }
    }

    public override ulong Hash(TItem item) => _codec.Hash(item);

    public override bool Accepts(ref TItem item) => item is not null;

    private ReadOnlySpan<byte> Encode(TItem item)
    {
        scratch ??= new();
        scratch.ResetWrittenCount();
        _codec.Write(scratch, item);
        return scratch.WrittenSpan;
    }
}
