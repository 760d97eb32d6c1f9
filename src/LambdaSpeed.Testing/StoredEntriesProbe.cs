namespace LambdaSpeed.Testing;

/// <summary>What the contracts of view stores require of marks, and of what readers see.</summary>
/// <typeparam name="TStore">The store.</typeparam>
/// <typeparam name="TKey">The keys of the entries.</typeparam>
/// <param name="clause">The clause.</param>
/// <param name="store">The store.</param>
/// <param name="read">What readers are shown of a view.</param>
/// <param name="cancel">Gives up.</param>
internal abstract class StoredEntriesProbe<TStore, TKey>(
    string clause, TStore store, Func<string, CancellationToken, ValueTask<IReadOnlyDictionary<TKey, long>>> read,
    CancellationToken cancel) : ContractProbe(clause)
    where TStore : IViewStore<TKey, long>
    where TKey : notnull
{
    /// <summary>The incarnation of writes that name none.</summary>
    public const long Incarnation = 1;

    public TStore Store => store;

    public CancellationToken Cancel => cancel;

    public static ViewMark Mark(long epoch, long incarnation = Incarnation) => new(incarnation, new EpochId(epoch));

    public static async IAsyncEnumerable<KeyValuePair<TKey, long>> Content(IEnumerable<KeyValuePair<TKey, long>> pairs)
    {
        foreach (var pair in pairs) yield return pair;
        await Task.CompletedTask.ConfigureAwait(false);
    }

    public async Task RequireMarkAsync(string view, ViewMark? owed)
    {
        var held = await store.ReadMarkAsync(view, cancel).ConfigureAwait(false);
        Require(held == owed, $"the mark of view '{view}' is {Text(held)}, owed is {Text(owed)}");
    }

    public async Task RequireContentAsync(string view, IReadOnlyDictionary<TKey, long> owed)
    {
        var shown = await read(view, cancel).ConfigureAwait(false);
        foreach (var (key, value) in owed)
        {
            Require(shown.TryGetValue(key, out var found), $"view '{view}' lacks key '{key}' (of {owed.Count}, shown are {shown.Count})");
            Require(found == value, $"view '{view}' shows {found} for key '{key}', owed is {value}");
        }
        foreach (var key in shown.Keys)
        {
            Require(owed.ContainsKey(key), $"view '{view}' shows key '{key}', which was removed or never there");
        }
    }

    /// <summary>Writes while readers look, each time at one moment.</summary>
    /// <param name="look">Requires something of what is shown of view <c>v</c>.</param>
    /// <param name="write">Writes.</param>
    public async Task ReadMeanwhileAsync(Action<IReadOnlyDictionary<TKey, long>> look, Func<Task> write)
    {
        using var written = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reading = Task.Run(
            async () =>
            {
                do
                {
                    look(await read("v", cancel).ConfigureAwait(false));
                }
                while (!written.IsCancellationRequested);
            },
            cancel);
        try
        {
            await write().ConfigureAwait(false);
        }
        finally
        {
            await written.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
        look(await read("v", cancel).ConfigureAwait(false)); // the reader may have been too late, or too early
    }

    private static string Text(ViewMark? mark) => mark is { } held ? $"{held.Epoch} of incarnation {held.Incarnation}" : "none";
}
