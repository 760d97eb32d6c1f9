using System.Buffers;

namespace LambdaSpeed.Codecs.Collections;

/// <summary>Dictionaries: the count, then key, value, key, value in no order. Not keys. The comparer is not kept, as with sets.</summary>
internal sealed class DictionaryCodec<TKey, TValue>(ICodec<TKey> key, ICodec<TValue> value) : ICodec<Dictionary<TKey, TValue>>
    where TKey : notnull
{
    private readonly ICodec<TKey> _key = key;
    private readonly ICodec<TValue> _value = value;

    public string Schema { get; } = $"map<{key.Schema},{value.Schema}>";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, Dictionary<TKey, TValue> value)
    {
        CountHeader.Write(destination, value?.Count ?? CountHeader.Null);
        if (value is null) return;

        foreach (var (entryKey, entryValue) in value)
        {
            _key.Write(destination, entryKey);
            _value.Write(destination, entryValue);
        }
    }

    public Dictionary<TKey, TValue> Read(ref ReadOnlySpan<byte> source)
    {
        var count = CountHeader.Read(ref source, Schema);
        if (count == CountHeader.Null) return null!;

        var entries = new Dictionary<TKey, TValue>(CountHeader.CapacityOf(count));
        for (var i = 0; i < count; i++)
        {
            var entryKey = _key.Read(ref source);
            var entryValue = _value.Read(ref source);
            if (entryKey is null || !entries.TryAdd(entryKey, entryValue))
            {
                throw CodecException.Malformed(Schema, "keys that differ and are not null", source.Length);
            }
        }

        return entries;
    }

    public ulong Hash(Dictionary<TKey, TValue> value) => throw CodecException.NotAKey(Schema);
}
