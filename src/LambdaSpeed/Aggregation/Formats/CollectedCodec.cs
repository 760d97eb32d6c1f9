using System.Buffers;
using LambdaSpeed.Codecs;

namespace LambdaSpeed.Aggregation.Formats;

/// <summary>Collected entries: the count, then the entries in the order they happened to come. Not keys.</summary>
internal sealed class CollectedCodec<TEntry>(ICodec<TEntry> entry) : ICodec<Collected<TEntry>>
{
    private readonly ICodec<TEntry> _entry = entry;

    public string Schema { get; } = $"collected<{entry.Schema}>";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, Collected<TEntry> value)
    {
        CountHeader.Write(destination, value.Count);
        foreach (var entry in value.Entries) _entry.Write(destination, entry);
    }

    public Collected<TEntry> Read(ref ReadOnlySpan<byte> source)
    {
        var count = CountHeader.Read(ref source, Schema);
        if (count == CountHeader.Null) throw CodecException.Malformed(Schema, "a count", source.Length);

        var value = default(Collected<TEntry>);
        for (var i = 0; i < count; i++) value.Add(_entry.Read(ref source));
        return value;
    }

    public ulong Hash(Collected<TEntry> value) => throw CodecException.NotAKey(Schema);
}
