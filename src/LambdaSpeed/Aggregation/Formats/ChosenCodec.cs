using System.Buffers;

namespace LambdaSpeed.Aggregation.Formats;

/// <summary>What was chosen: the byte 0 for none, or the byte 1 and the entry.</summary>
internal sealed class ChosenCodec<TEntry>(ICodec<TEntry> entry) : ICodec<Chosen<TEntry>>
{
    private readonly ICodec<TEntry> _entry = entry;

    public string Schema { get; } = $"chosen<{entry.Schema}>";

    public bool IsKey { get; } = entry.IsKey;

    public void Write(IBufferWriter<byte> destination, Chosen<TEntry> value)
    {
        Codec.Boolean.Write(destination, value.HasEntry);
        if (value.HasEntry) _entry.Write(destination, value.Entry!);
    }

    public Chosen<TEntry> Read(ref ReadOnlySpan<byte> source) => Codec.Boolean.Read(ref source) ? new(_entry.Read(ref source)) : default;

    public ulong Hash(Chosen<TEntry> value) => value.HasEntry ? _entry.Hash(value.Entry!) : StableHash.OfNull;
}
