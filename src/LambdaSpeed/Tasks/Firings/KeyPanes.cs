using System.Runtime.InteropServices;

namespace LambdaSpeed.Tasks.Firings;

/// <summary>Which panes each key has, in order: what windows that overlap are put together of when they fire.</summary>
/// <remarks>In no checkpoint: made anew from the table of panes. Touched only by the owning task's step.</remarks>
internal sealed class KeyPanes<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, List<long>> _starts = [];

    public void Add(TKey key, long start)
    {
        ref var starts = ref CollectionsMarshal.GetValueRefOrAddDefault(_starts, key, out _);
        starts ??= [];
        var place = starts.Count == 0 || starts[^1] < start ? ~starts.Count : starts.BinarySearch(start); // most come in order
        if (place < 0) starts.Insert(~place, start);
    }

    public void Remove(TKey key, long start)
    {
        if (!_starts.TryGetValue(key, out var starts)) return;
        var place = starts.BinarySearch(start);
        if (place >= 0) starts.RemoveAt(place);
        if (starts.Count == 0) _starts.Remove(key);
    }

    /// <summary>The panes of a key that start within some time.</summary>
    public ReadOnlySpan<long> Between(TKey key, long start, long end)
    {
        if (!_starts.TryGetValue(key, out var starts)) return [];
        var all = CollectionsMarshal.AsSpan(starts);
        return all[PlaceOf(all, start)..PlaceOf(all, end)];
    }

    private static int PlaceOf(ReadOnlySpan<long> starts, long time)
    {
        var place = starts.BinarySearch(time);
        return place < 0 ? ~place : place;
    }
}
