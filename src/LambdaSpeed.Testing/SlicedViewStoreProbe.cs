namespace LambdaSpeed.Testing;

/// <summary>The verbs of the contract of stores that keep slices apart.</summary>
internal sealed class SlicedViewStoreProbe(
    string clause, SlicedViewStoreHarness harness, ISlicedViewStore<string, long> store, CancellationToken cancel) : ContractProbe(clause)
{
    public SlicedViewStoreHarness Harness => harness;

    public ISlicedViewStore<string, long> Store => store;

    public CancellationToken Cancel => cancel;

    public static ViewMark Mark(long epoch, long incarnation = ViewStoreProbe.Incarnation) => ViewStoreProbe.Mark(epoch, incarnation);

    public static ViewChange<SliceKey<string>, long> Put(int slice, string key, long value) => new(new(slice, key), value, new EpochId(1));

    public static ViewChange<SliceKey<string>, long> Removal(int slice, string key) =>
        new(new(slice, key), 0, new EpochId(1), IsRemoval: true);

    public static Dictionary<SliceKey<string>, long> Owed(params (int Slice, string Key, long Value)[] content) =>
        content.ToDictionary(entry => new SliceKey<string>(entry.Slice, entry.Key), entry => entry.Value);

    public static async IAsyncEnumerable<KeyValuePair<SliceKey<string>, long>> Content(Dictionary<SliceKey<string>, long> pairs)
    {
        foreach (var pair in pairs) yield return pair;
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <summary>Replaces the content of view <c>v</c>.</summary>
    public Task ReplaceAsync(long epoch, params (int Slice, string Key, long Value)[] content) =>
        store.ReplaceAsync("v", Content(Owed(content)), Mark(epoch), cancel).AsTask();

    /// <summary>Drops slices of view <c>v</c> and applies changes that build upon the epoch before.</summary>
    public Task ApplyAsync(long epoch, int[] dropped, params ViewChange<SliceKey<string>, long>[] changes) =>
        store.ApplyAsync("v", dropped, changes, Mark(epoch - 1), Mark(epoch), cancel).AsTask();

    public async Task RequireAsync(long epoch, params (int Slice, string Key, long Value)[] content)
    {
        await RequireMarkAsync("v", Mark(epoch)).ConfigureAwait(false);
        await RequireContentAsync("v", Owed(content)).ConfigureAwait(false);
    }

    public async Task RequireMarkAsync(string view, ViewMark owed)
    {
        var held = await store.ReadMarkAsync(view, cancel).ConfigureAwait(false);
        Require(held == owed, $"the mark of view '{view}' is {held}, owed is {owed}");
    }

    public async Task RequireContentAsync(string view, Dictionary<SliceKey<string>, long> owed)
    {
        var shown = await harness.ReadAsync(view, cancel).ConfigureAwait(false);
        foreach (var (key, value) in owed)
        {
            Require(shown.TryGetValue(key, out var found), $"view '{view}' lacks key '{key.Key}' of slice {key.Slice}");
            Require(found == value, $"view '{view}' shows {found} for key '{key.Key}' of slice {key.Slice}, owed is {value}");
        }
        foreach (var key in shown.Keys)
        {
            Require(owed.ContainsKey(key), $"view '{view}' shows key '{key.Key}' of slice {key.Slice}, which was dropped or never there");
        }
    }
}
