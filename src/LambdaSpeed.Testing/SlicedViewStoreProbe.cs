namespace LambdaSpeed.Testing;

/// <summary>The verbs of the contract of stores that keep slices apart.</summary>
internal sealed class SlicedViewStoreProbe(
    string clause, SlicedViewStoreHarness harness, ISlicedViewStore<string, long> store, CancellationToken cancel)
    : StoredEntriesProbe<ISlicedViewStore<string, long>, SliceKey<string>>(clause, store, harness.ReadAsync, cancel)
{
    public SlicedViewStoreHarness Harness => harness;

    public static ViewChange<SliceKey<string>, long> Put(int slice, string key, long value) => new(new(slice, key), value, new EpochId(1));

    public static ViewChange<SliceKey<string>, long> Removal(int slice, string key) =>
        new(new(slice, key), 0, new EpochId(1), IsRemoval: true);

    public static Dictionary<SliceKey<string>, long> Owed(params (int Slice, string Key, long Value)[] content) =>
        content.ToDictionary(entry => new SliceKey<string>(entry.Slice, entry.Key), entry => entry.Value);

    /// <summary>Replaces the content of view <c>v</c>.</summary>
    public Task ReplaceAsync(long epoch, params (int Slice, string Key, long Value)[] content) =>
        Store.ReplaceAsync("v", Content(Owed(content)), Mark(epoch), Cancel).AsTask();

    /// <summary>Drops slices of view <c>v</c> and applies changes that build upon the epoch before.</summary>
    public Task ApplyAsync(long epoch, int[] dropped, params ViewChange<SliceKey<string>, long>[] changes) =>
        Store.ApplyAsync("v", dropped, changes, Mark(epoch - 1), Mark(epoch), Cancel).AsTask();

    public async Task RequireAsync(long epoch, params (int Slice, string Key, long Value)[] content)
    {
        await RequireMarkAsync("v", Mark(epoch)).ConfigureAwait(false);
        await RequireContentAsync("v", Owed(content)).ConfigureAwait(false);
    }
}
