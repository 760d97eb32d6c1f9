namespace LambdaSpeed.Testing;

/// <summary>The verbs of the view store's contract: writes of one clause, and what is required of what readers see.</summary>
internal sealed class ViewStoreProbe(string clause, ViewStoreHarness harness, IViewStore<string, long> store, CancellationToken cancel)
    : ContractProbe(clause)
{
    /// <summary>The incarnation of writes that name none.</summary>
    public const long Incarnation = 1;

    public ViewStoreHarness Harness => harness;

    public IViewStore<string, long> Store => store;

    public CancellationToken Cancel => cancel;

    public static ViewMark Mark(long epoch, long incarnation = Incarnation) => new(incarnation, new EpochId(epoch));

    public static ViewChange<string, long> Put(string key, long value) => new(key, value, new EpochId(1));

    public static ViewChange<string, long> Removal(string key) => new(key, 0, new EpochId(1), IsRemoval: true);

    public static async IAsyncEnumerable<KeyValuePair<string, long>> Content(IEnumerable<KeyValuePair<string, long>> pairs)
    {
        foreach (var pair in pairs) yield return pair;
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <summary>Replaces the content of view <c>v</c>.</summary>
    public Task ReplaceAsync(long epoch, params (string Key, long Value)[] content) => ReplaceAsync(Mark(epoch), content);

    public Task ReplaceAsync(ViewMark mark, params (string Key, long Value)[] content) =>
        store.ReplaceAsync("v", Content(content.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))), mark, cancel).AsTask();

    /// <summary>Applies changes to view <c>v</c> that build upon the epoch before.</summary>
    public Task ApplyAsync(long epoch, params ViewChange<string, long>[] changes) =>
        store.ApplyAsync("v", changes, Mark(epoch - 1), Mark(epoch), cancel).AsTask();

    public async Task RequireAsync(long epoch, params (string Key, long Value)[] content)
    {
        await RequireMarkAsync("v", Mark(epoch)).ConfigureAwait(false);
        await RequireContentAsync("v", content.ToDictionary(pair => pair.Key, pair => pair.Value)).ConfigureAwait(false);
    }

    public async Task RequireMarkAsync(string view, ViewMark? owed)
    {
        var held = await store.ReadMarkAsync(view, cancel).ConfigureAwait(false);
        Require(held == owed, $"the mark of view '{view}' is {Text(held)}, owed is {Text(owed)}");
    }

    public async Task RequireContentAsync(string view, IReadOnlyDictionary<string, long> owed)
    {
        var shown = await harness.ReadAsync(view, cancel).ConfigureAwait(false);
        foreach (var (key, value) in owed)
        {
            Require(shown.TryGetValue(key, out var found), $"view '{view}' lacks key '{key}' (of {owed.Count}, shown are {shown.Count})");
            Require(found == value, $"view '{view}' shows {found} for key '{key}', owed is {value}");
        }
        var ghost = shown.Keys.FirstOrDefault(key => !owed.ContainsKey(key));
        Require(ghost is null, $"view '{view}' shows key '{ghost}', which was removed or never there");
    }

    private static string Text(ViewMark? mark) => mark is { } held ? $"{held.Epoch} of incarnation {held.Incarnation}" : "none";
}
