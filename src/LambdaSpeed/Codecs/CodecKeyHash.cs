using System.Runtime.CompilerServices;

namespace LambdaSpeed.Codecs;

/// <summary>Hashes keys by their codec.</summary>
internal readonly struct CodecKeyHash<TKey>(ICodec<TKey> codec) : IKeyHash<TKey>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Of(TKey key) => KeyHash.Narrow(codec.Hash(key));
}
