namespace LambdaSpeed.Testing;

/// <summary>The verbs of the view store's contract: writes of one clause, and what is required of what readers see.</summary>
internal sealed class ViewStoreProbe(string clause, ViewStoreHarness harness, IViewStore<string, long> store, CancellationToken cancel)
    : StoredEntriesProbe<IViewStore<string, long>, string>(clause, store, harness.ReadAsync, cancel)
{
    public ViewStoreHarness Harness => harness;

    public static ViewChange<string, long> Put(string key, long value) => new(key, value, new EpochId(1));

    public static ViewChange<string, long> Removal(string key) => new(key, 0, new EpochId(1), IsRemoval: true);

    /// <summary>Replaces the content of view <c>v</c>.</summary>
    public Task ReplaceAsync(long epoch, params (string Key, long Value)[] content) => ReplaceAsync(Mark(epoch), content);

    public Task ReplaceAsync(ViewMark mark, params (string Key, long Value)[] content) =>
        Store.ReplaceAsync("v", Content(content.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))), mark, Cancel).AsTask();

    /// <summary>Applies changes to view <c>v</c> that build upon the epoch before.</summary>
    public Task ApplyAsync(long epoch, params ViewChange<string, long>[] changes) =>
        Store.ApplyAsync("v", changes, Mark(epoch - 1), Mark(epoch), Cancel).AsTask();

    public async Task RequireAsync(long epoch, params (string Key, long Value)[] content)
    {
        await RequireMarkAsync("v", Mark(epoch)).ConfigureAwait(false);
        await RequireContentAsync("v", content.ToDictionary(pair => pair.Key, pair => pair.Value)).ConfigureAwait(false);
    }
}
