namespace LambdaSpeed.Testing;

/// <summary>The outlet of one attempt, which fails as its place's plans have it.</summary>
internal sealed class PlannedOutlet(IOutlet inner, FlakyOutlet place) : IOutlet
{
    public int MostBytes => inner.MostBytes;

    public long Incarnation => inner.Incarnation;

    public ReadOnlyMemory<byte> Mark => inner.Mark;

    public OutletDescription? Description => inner.Description;

    public ValueTask OpenAsync(OutletContext context, CancellationToken cancellationToken) =>
        place.Opens.InjectAsync("opening", () => inner.OpenAsync(context, cancellationToken));

    public void Begin(long least, IReadOnlyList<SealedOutputs> mayBeOut) =>
        Make(place.Begins.Begin("beginning"), () => inner.Begin(least, mayBeOut));

    public void Release(SealedOutputs outputs) => Make(place.Releases.Begin("release"), () => inner.Release(outputs));

    public void MakeDurable() => Make(place.Syncs.Begin("sync"), inner.MakeDurable);

    public ValueTask CloseAsync() => inner.CloseAsync();

    /// <summary>An outlet that has done a call may take it for granted, so that only another one may be asked for the same again.</summary>
    private static void Make(PlannedCall call, Action act) => call.Make(
        act,
        failure => call.FailsBefore
            ? new OutletException($"the place of outputs is away: {failure.Message}", isOutage: true, failure)
            : failure);
}
