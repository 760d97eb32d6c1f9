namespace LambdaSpeed.Views;

/// <summary>Finds views by name and types.</summary>
internal static class ViewDirectory
{
    /// <inheritdoc cref="Find{TView}"/>
    public static ISnapshotView<TKey, TValue> Find<TKey, TValue>(
        IReadOnlyDictionary<string, IRealtimeView> views, string topology, string name)
        where TKey : notnull =>
        Find<ISnapshotView<TKey, TValue>>(views, topology, name, $"one of keys {typeof(TKey)} and values {typeof(TValue)}",
            nameof(ViewName<,>));

    /// <exception cref="ArgumentException">There is no such view, or it has other types.</exception>
    public static TView Find<TView>(IReadOnlyDictionary<string, IRealtimeView> views, string topology, string name, string wanted,
        string nameType)
        where TView : class
    {
        if (!views.TryGetValue(name ?? "", out var view)) throw new ArgumentException(
            $"Topology '{topology}' has no view '{name}'. Its views are: {string.Join(", ", views.Keys.Order(StringComparer.Ordinal))}.",
            nameof(name));

        return view as TView ?? throw new ArgumentException(
            $"View '{name}' of topology '{topology}' is not {wanted}. Use the {nameType} that ToView returned.", nameof(name));
    }
}
