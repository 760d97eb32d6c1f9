using System.Buffers;
using LambdaSpeed.Codecs;
using LambdaSpeed.Sketches;

namespace LambdaSpeed.Aggregation.Formats;

/// <summary>A sketch: the number of its bytes, then the bytes as the sketch itself writes them. Not keys.</summary>
internal sealed class SketchCodec<TSketch>(string schema, SketchCodec<TSketch>.Reader read) : ICodec<TSketch>
    where TSketch : class, ISketch<TSketch>
{
    private readonly Reader _read = read;

    /// <summary>Reads a sketch from exactly its bytes.</summary>
    public delegate TSketch Reader(ReadOnlySpan<byte> bytes);

    public string Schema { get; } = schema;

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, TSketch value)
    {
        if (value is null)
        {
            CountHeader.Write(destination, CountHeader.Null);
            return;
        }

        var count = value.ByteCount;
        CountHeader.Write(destination, count);
        value.Write(destination.GetSpan(count));
        destination.Advance(count);
    }

    public TSketch Read(ref ReadOnlySpan<byte> source)
    {
        var count = CountHeader.Read(ref source, Schema);
        if (count == CountHeader.Null) return null!;

        try
        {
            var sketch = _read(source[..count]);
            source = source[count..];
            return sketch;
        }
        catch (SketchFormatException malformed)
        {
            throw new CodecException($"Codec '{Schema}' expected a sketch in {count} byte(s): {malformed.Message}", malformed);
        }
    }

    public ulong Hash(TSketch value) => throw CodecException.NotAKey(Schema);
}
