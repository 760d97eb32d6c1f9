namespace LambdaSpeed.Views;

/// <summary>Finds views by name and types.</summary>
internal static class ViewDirectory
{
    /// <exception cref="ArgumentException">There is no such view, or it has other types.</exception>
    public static ISnapshotView<TKey, TValue> Find<TKey, TValue>(
        IReadOnlyDictionary<string, IRealtimeView> views, string topology, string name)
        where TKey : notnull
    {
        if (!views.TryGetValue(name ?? "", out var view)) throw new ArgumentException(
            $"Topology '{topology}' has no view '{name}'. Its views are: {string.Join(", ", views.Keys.Order(StringComparer.Ordinal))}.",
            nameof(name));

        return view as ISnapshotView<TKey, TValue> ?? throw new ArgumentException(
            $"View '{name}' of topology '{topology}' is not one of keys {typeof(TKey)} and values {typeof(TValue)}. " +
            "Use the ViewName that ToView returned.", nameof(name));
    }
}
