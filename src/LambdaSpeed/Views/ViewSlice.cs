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
            if (slice.TryRead(task, key, hash, epoch, out _)) return true;
        }
        return false;
    }

    /// <summary>Keys, those of the open epoch included.</summary>
    public long Count => Tables.Sum(table => table.Keys);

    /// <summary>Keys that are in memory.</summary>
    public long Resident => Tables.Sum(table => (long)table.Count);

    /// <summary>Reads a key as of an epoch. The caller has it pinned, or checks afterwards that it is still the published one.</summary>
    public bool TryRead(int task, TKey key, uint hash, EpochId epoch, out TAccumulator accumulator) => section.Stored is { } stored
        ? stored.TryReadAsOf(Tables[task], key, hash, epoch, out accumulator)
        : TableReader.TryReadAsOf(Tables[task], key, hash, epoch.Number, out accumulator);

    /// <summary>Reads the open value of a key, and the epoch in which it was last changed; 0 when that is not known, but
    /// published.</summary>
    public bool TryReadLatest(int task, TKey key, uint hash, out TAccumulator accumulator, out long epoch) => section.Stored is { } stored
        ? stored.TryReadLatest(Tables[task], key, hash, out accumulator, out epoch)
        : TableReader.TryReadLatest(Tables[task], key, hash, out accumulator, out epoch);
}
