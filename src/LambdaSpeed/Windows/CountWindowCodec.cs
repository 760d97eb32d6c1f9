using System.Buffers;
using LambdaSpeed.Codecs;
using LambdaSpeed.State;

namespace LambdaSpeed.Windows;

/// <summary>Stores windows by number, in the format of pairs.</summary>
internal sealed class CountWindowCodec<TKey>(ICodec<TKey> key) : ICodec<CountWindow<TKey>>, IEntryHash<CountWindow<TKey>>
    where TKey : notnull
{
    public string Schema { get; } = $"({key.Schema},{Codec.Int64.Schema})";

    public bool IsKey => key.IsKey;

    public void Write(IBufferWriter<byte> destination, CountWindow<TKey> value)
    {
        key.Write(destination, value.Key);
        Codec.Int64.Write(destination, value.Number);
    }

    public CountWindow<TKey> Read(ref ReadOnlySpan<byte> source)
    {
        var owner = key.Read(ref source);
        return new(owner, Codec.Int64.Read(ref source));
    }

    public ulong Hash(CountWindow<TKey> value) => StableHash.Combine(key.Hash(value.Key), Codec.Int64.Hash(value.Number));

    public uint OwnerHash(CountWindow<TKey> value) => KeyHash.Of(value.Key, key);

    public uint EntryHash(CountWindow<TKey> value) => EntryHash(OwnerHash(value), value.Number);

    /// <summary>The hash of a window whose key's hash is known.</summary>
    public static uint EntryHash(uint ownerHash, long number) =>
        KeyHash.Narrow(StableHash.Combine(ownerHash, KeyHash.Of(number, Codec.Int64)));
}
