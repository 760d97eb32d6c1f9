namespace LambdaSpeed;

/// <summary>Into what slices views are cut, and how long they are kept.</summary>
public sealed record SliceOptions
{
    /// <summary>When the run cuts its views by itself, beside <c>CutAsync</c>. With <see cref="DeliveryGuarantee.AtLeastOnce"/> that serves
    /// <see cref="KeptFor"/> alone: such cuts divide no tuples, so no batch view is taken.</summary>
    /// <value>The default is null: never.</value>
    public CutSchedule? Cuts { get; init; }

    /// <summary>How many slices of a view may have ended and wait for a batch view. When there are more the two oldest are folded into one,
    /// and the cut between them is withdrawn for that view: so reads stay fast while the batch layer is away. 1 or more.</summary>
    /// <value>The default is 16.</value>
    public int MostEnded { get; init; } = 16;

    /// <summary>How long after its end a slice is shown: for views that no batch layer takes part in, and which are to show the last day,
    /// say. The oldest slices are dropped when a cut is due. A view for which a batch view was published keeps its slices.</summary>
    /// <value>The default is null: until a batch view takes their place.</value>
    public TimeSpan? KeptFor { get; init; }

    internal void Validate()
    {
        if (MostEnded < 1) throw new ArgumentException(
            $"SpeedLayerOptions.Slices.{nameof(MostEnded)} is {MostEnded}; choose 1 or more.");
        if (KeptFor is not { } kept) return;
        if (kept <= TimeSpan.Zero) throw new ArgumentException(
            $"SpeedLayerOptions.Slices.{nameof(KeptFor)} is {kept}; choose a positive time.");
        if (Cuts?.Interval is not { } interval) throw new ArgumentException(
            $"SpeedLayerOptions.Slices.{nameof(KeptFor)} is set, but {nameof(Cuts)} does not cut by time, so nothing would ever be " +
            $"dropped. Remedy: choose {nameof(CutSchedule)}.{nameof(CutSchedule.Every)} or {nameof(CutSchedule.AtMidnight)}.");
        if (kept / interval > MostEnded) throw new ArgumentException(
            $"SpeedLayerOptions.Slices.{nameof(KeptFor)} is {kept}, which is {kept / interval:0.#} slices of {interval}, and " +
            $"{nameof(MostEnded)} is {MostEnded}. Remedy: cut less often, or let more slices have ended.");
    }
}
