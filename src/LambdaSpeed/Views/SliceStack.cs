using LambdaSpeed.Invariants;

namespace LambdaSpeed.Views;

/// <summary>The slices of a view at one moment. Immutable: a cut, a hand-over and a restart put another one in its place.</summary>
internal sealed class SliceStack<TKey, TAccumulator>
    where TKey : notnull
{
    /// <param name="kept">Slices below the cut of the batch view, oldest first.</param>
    /// <param name="shown">Those that readers see, oldest first; the last one is open.</param>
    /// <param name="batch">The name of the batch view that is published.</param>
    public SliceStack(
        IReadOnlyList<ViewSlice<TKey, TAccumulator>> kept, IReadOnlyList<ViewSlice<TKey, TAccumulator>> shown, string? batch = null)
    {
        Invariant.Require(shown.Count > 0, $"a view has no open slice");
        Kept = [.. kept];
        Shown = [.. shown];
        Batch = batch;
        var next = All.First().Range.First;
        foreach (var slice in All)
        {
            Invariant.Require(slice.Range.First == next && slice.Range.Last >= next, $"{slice.Range} comes where slice {next} is due");
            next = slice.Range.Last + 1;
        }
    }

    public ViewSlice<TKey, TAccumulator>[] Kept { get; }

    public ViewSlice<TKey, TAccumulator>[] Shown { get; }

    public string? Batch { get; }

    public ViewSlice<TKey, TAccumulator> Open => Shown[^1];

    public IEnumerable<ViewSlice<TKey, TAccumulator>> All => Kept.Concat(Shown);

    /// <summary>The same with another open slice.</summary>
    public SliceStack<TKey, TAccumulator> With(ViewSlice<TKey, TAccumulator> open) => new(Kept, [.. Shown, open], Batch);

    /// <summary>The same as the slices with <paramref name="first"/> and later ones are shown, of those before at most
    /// <paramref name="most"/> kept; null when no slice begins there.</summary>
    public SliceStack<TKey, TAccumulator>? ShowFrom(int first, int most, string? batch)
    {
        var shown = All.SkipWhile(slice => slice.Range.First < first).ToList();
        if (shown.Count == 0 || shown[0].Range.First != first) return null;
        return new([.. All.TakeWhile(slice => slice.Range.First < first).TakeLast(most)], shown, batch);
    }
}
