using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>The keyed state as most would write it: a dictionary with one lookup for each update.</summary>
public static class Sums
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Raise<TKey>(this Dictionary<TKey, long> sums, TKey key, long amount)
        where TKey : notnull =>
        CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _) += amount;

    public static void Merge<TKey>(this Dictionary<TKey, long> sums, Dictionary<TKey, long> others)
        where TKey : notnull
    {
        foreach (var (key, amount) in others) sums.Raise(key, amount);
    }

    /// <summary>Which of several owners a key belongs to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OwnerOf(long key, int owners) => (int)(((ulong)key * Golden >> 32) * (ulong)owners >> 32);
}
