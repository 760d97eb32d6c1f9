using System.Buffers;

namespace LambdaSpeed.Codecs.Tuples;

/// <summary>Pairs, in the format of a tuple of 2.</summary>
internal sealed class KeyValuePairCodec<TKey, TValue>(ICodec<TKey> key, ICodec<TValue> value) : ICodec<KeyValuePair<TKey, TValue>>
{
    private readonly ICodec<TKey> _key = key;
    private readonly ICodec<TValue> _value = value;

    public string Schema { get; } = $"({key.Schema},{value.Schema})";

    public bool IsKey { get; } = key.IsKey && value.IsKey;

    public void Write(IBufferWriter<byte> destination, KeyValuePair<TKey, TValue> value)
    {
        _key.Write(destination, value.Key);
        _value.Write(destination, value.Value);
    }

    public KeyValuePair<TKey, TValue> Read(ref ReadOnlySpan<byte> source)
    {
        var key = _key.Read(ref source);
        return new KeyValuePair<TKey, TValue>(key, _value.Read(ref source));
    }

    public ulong Hash(KeyValuePair<TKey, TValue> value) => StableHash.Combine(_key.Hash(value.Key), _value.Hash(value.Value));
}
