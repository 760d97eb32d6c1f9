using System.Diagnostics;
using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>Part of a realtime view: what a run of epochs has accumulated, in tables of its own, so that it can be dropped whole.</summary>
/// <param name="range">Its number, or those of the slices that it was folded from.</param>
/// <param name="since">The first epoch that can be in it.</param>
/// <param name="section">Its tables, by task, as checkpoints see them.</param>
[DebuggerDisplay("{Range}, since {Since}")]
internal sealed class ViewSlice<TKey, TAccumulator>(SliceRange range, EpochId since, StateSection<TKey, TAccumulator> section)
    where TKey : notnull
{
    public SliceRange Range => range;

    public EpochId Since => since;

    public StateSection<TKey, TAccumulator> Section => section;

    public VersionedTable<TKey, TAccumulator>[] Tables { get; } = [.. section.Tables];

    /// <summary>Has one of some slices a key, as of an epoch?</summary>
    public static bool HaveKey(ReadOnlySpan<ViewSlice<TKey, TAccumulator>> slices, int task, TKey key, uint hash, EpochId epoch)
    {
        foreach (var slice in slices)
        {
            if (TableReader.TryReadAsOf(slice.Tables[task], key, hash, epoch.Number, out _)) return true;
        }
        return false;
    }

    /// <summary>Keys, those of the open epoch included.</summary>
    public long Count => Tables.Sum(table => (long)table.Count);
}
