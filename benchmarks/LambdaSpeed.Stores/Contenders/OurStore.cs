namespace LambdaSpeed.Stores.Contenders;

/// <summary>A store of ours, called as a run calls it.</summary>
public sealed class OurStore(
    string system, Func<IViewStore<string, long>> open, Func<Task> drop, Func<Task<Dictionary<string, long>>> read) : IContender
{
    private IViewStore<string, long> _store = open();
    private long _incarnation;

    public string Store => system;

    public string Name => "LambdaSpeed";

    public async Task ResetAsync()
    {
        await _store.DisposeAsync();
        await drop();
        _store = open();
        _incarnation = ((await _store.ReadMarkAsync("v", default))?.Incarnation ?? 0) + 1;
        await _store.ReplaceAsync("v", AsyncEnumerable.Empty<KeyValuePair<string, long>>(), Mark(0), default);
    }

    public async Task WriteAsync(IReadOnlyList<KeyValuePair<string, long>> batch, long mark)
    {
        var changes = new ViewChange<string, long>[batch.Count];
        for (var i = 0; i < changes.Length; i++) changes[i] = new(batch[i].Key, batch[i].Value, new EpochId(mark));
        await _store.ApplyAsync("v", changes, Mark(mark - 1), Mark(mark), default);
    }

    public Task<Dictionary<string, long>> ReadAsync() => read();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private ViewMark Mark(long epoch) => new(_incarnation, new EpochId(epoch));
}
