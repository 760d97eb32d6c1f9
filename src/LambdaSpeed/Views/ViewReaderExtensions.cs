namespace LambdaSpeed;

/// <summary>Reads that are made of others.</summary>
public static class ViewReaderExtensions
{
    /// <summary>Reads the keys that begin with a text, in order by code unit. Looks at every key of the view.</summary>
    /// <typeparam name="TValue">What readers are given for a key.</typeparam>
    /// <param name="view">The view or snapshot.</param>
    /// <param name="prefix">How the keys begin.</param>
    public static IReadOnlyList<KeyValuePair<string, TValue>> Prefix<TValue>(this IViewReader<string, TValue> view, string prefix)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(prefix);
        return view.Where(key => key.StartsWith(prefix, StringComparison.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>Reads the keys that satisfy a condition, in order. Looks at every key of the view.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TValue">What readers are given for a key.</typeparam>
    /// <param name="view">The view or snapshot.</param>
    /// <param name="condition">Which keys.</param>
    /// <param name="comparer">The order; by default strings by code unit, also within tuples, anything else by its own
    /// <see cref="IComparable{T}"/>.</param>
    /// <exception cref="InvalidOperationException">The keys have no order, and no comparer was given.</exception>
    public static IReadOnlyList<KeyValuePair<TKey, TValue>> Where<TKey, TValue>(
        this IViewReader<TKey, TValue> view, Func<TKey, bool> condition, IComparer<TKey>? comparer = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(condition);
        var order = Views.KeyOrder<TKey>.For(view.Name, comparer);
        var found = view.All().Where(pair => condition(pair.Key)).ToList();
        found.Sort((left, right) => order.Compare(left.Key, right.Key));
        return found;
    }
}
