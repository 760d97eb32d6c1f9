using System.Buffers;
using LambdaSpeed.Codecs;

namespace LambdaSpeed.State;

/// <summary>Stores the keys of map and list entries, in the format of pairs.</summary>
internal sealed class EntryKeyCodec<TKey, TPart>(ICodec<TKey> key, ICodec<TPart> part)
    : ICodec<EntryKey<TKey, TPart>>, IEntryHash<EntryKey<TKey, TPart>>
{
    public string Schema { get; } = $"({key.Schema},{part.Schema})";

    public bool IsKey => key.IsKey && part.IsKey;

    public void Write(IBufferWriter<byte> destination, EntryKey<TKey, TPart> value)
    {
        key.Write(destination, value.Key);
        part.Write(destination, value.Part);
    }

    public EntryKey<TKey, TPart> Read(ref ReadOnlySpan<byte> source)
    {
        var owner = key.Read(ref source);
        return new(owner, part.Read(ref source));
    }

    public ulong Hash(EntryKey<TKey, TPart> value) => StableHash.Combine(key.Hash(value.Key), part.Hash(value.Part));

    public uint OwnerHash(EntryKey<TKey, TPart> value) => KeyHash.Of(value.Key, key);

    public uint EntryHash(EntryKey<TKey, TPart> value) => EntryHash(KeyHash.Of(value.Key, key), value.Part);

    /// <summary>The hash of an entry whose owner's hash is known.</summary>
    public uint EntryHash(uint ownerHash, TPart ofOwner) => KeyHash.Narrow(StableHash.Combine(ownerHash, KeyHash.Of(ofOwner, part)));
}
