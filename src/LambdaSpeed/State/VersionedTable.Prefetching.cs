using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LambdaSpeed.State;

/// <content>Fetching entries before their turn.</content>
/// <remarks>A lookup in a table that is larger than the cache waits for memory, and a wrong guess at a branch keeps the processor from
/// going on to the next lookups meanwhile. Who has many keys at hand asks for the entry of a later one first.</remarks>
internal sealed partial class VersionedTable<TKey, TValue>
{
    /// <summary>How many lookups ahead an entry is asked for: about the time of one access to memory.</summary>
    public const int Ahead = 12;

    private const int CacheBytes = 256 << 10; // what a core has to itself

    /// <summary>Is it of use to ask for entries ahead? Owner only.</summary>
    public bool OutgrowsCache => (long)_entries.Length * Unsafe.SizeOf<TableEntry<TKey, TValue>>() > CacheBytes;

    /// <summary>Asks for the slot where a key's entry is likely to be. Any thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(uint hash)
    {
        var entries = _entries;
        CacheLine.Prefetch(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), hash & ((uint)entries.Length - 1)));
    }

    /// <summary>Asks for the entry of a key that is to come, and for the key of an entry that was asked for before, if keys are objects.
    /// Any thread.</summary>
    /// <param name="later">The hash of a key that is <see cref="Ahead"/> lookups away.</param>
    /// <param name="sooner">The hash of one that is half of that away.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(uint later, uint sooner)
    {
        Prefetch(later);
        if (typeof(TKey).IsValueType) return;
        var entries = _entries;
        ref readonly var entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), sooner & ((uint)entries.Length - 1));
        if (entry.Key is { } key) CacheLine.Prefetch(ref Unsafe.As<StrongBox<byte>>(key).Value); // the first bytes of whatever it is
    }
}
