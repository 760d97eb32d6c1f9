namespace LambdaSpeed.Tests.Storage;

/// <summary>The names in a directory: as programs see them, and as a crash would leave them.</summary>
/// <typeparam name="T">What the names stand for: files, or directories.</typeparam>
internal sealed class SimulatedDirectory<T> where T : class
{
    private readonly Dictionary<string, T> _durable = [];
    private readonly List<(string Name, T? Entry, string? Freed)> _pending = []; // in order, since the last sync

    public Dictionary<string, T> Current { get; } = [];

    public void Put(string name, T entry) => Apply((name, entry, null));

    public void Remove(string name) => Apply((name, null, null));

    public void Rename(string from, string to) => Apply((to, Current[from], from));

    public void Sync()
    {
        foreach (var change in _pending) Apply(change, _durable);
        _pending.Clear();
    }

    /// <summary>Names are journalled: a crash keeps the changes up to some point.</summary>
    public void Crash(Random random)
    {
        foreach (var change in _pending.Take(random.Next(_pending.Count + 1))) Apply(change, _durable);
        _pending.Clear();
        Current.Clear();
        foreach (var (name, entry) in _durable) Current[name] = entry;
    }

    private static void Apply((string Name, T? Entry, string? Freed) change, Dictionary<string, T> names)
    {
        if (change.Freed is { } freed) names.Remove(freed);
        if (change.Entry is { } entry) names[change.Name] = entry;
        else names.Remove(change.Name);
    }

    private void Apply((string Name, T? Entry, string? Freed) change)
    {
        Apply(change, Current);
        _pending.Add(change);
    }
}
