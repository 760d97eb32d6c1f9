using System.Runtime.CompilerServices;

namespace LambdaSpeed.Codecs;

/// <summary>Hashes keys of the platform's types without their built-in codec.</summary>
internal readonly struct BuiltInKeyHash<TKey> : IKeyHash<TKey>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Of(TKey key) => KeyHash.OfBuiltIn(key);
}
