namespace LambdaSpeed.State;

/// <summary>How a view is divided, as checkpoints keep it.</summary>
/// <param name="View">The view's name.</param>
/// <param name="Ranges">Its slices, oldest first; the last one is open.</param>
/// <param name="Kept">How many of them are below the cut of the batch view: not shown, and kept for taking it back.</param>
/// <param name="Batch">The batch view that is published, by the name of its file; null when there is none.</param>
internal sealed record ViewSlices(string View, IReadOnlyList<SliceRange> Ranges, int Kept, string? Batch)
{
    /// <summary>Has nothing ever been cut off?</summary>
    public bool IsWhole => Ranges is [{ First: 0, Last: 0 }];
}
