using System.Runtime.CompilerServices;

namespace LambdaSpeed.Codecs;

/// <summary>Maps keys to key groups, and key groups to tasks.</summary>
/// <remarks>The number of groups is fixed for the life of a topology's state; the number of tasks may change between runs.</remarks>
internal static class KeyGroups
{
    /// <summary>The group of a key hash: the high bits decide, so that the low ones stay free for tables.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int GroupOf(uint hash, int groups) => (int)(((ulong)hash * (uint)groups) >> 32);

    /// <summary>The task that owns a group: each owns a contiguous range, and the ranges differ by one group at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TaskOf(int group, int groups, int tasks) => (int)((long)group * tasks / groups);
}
