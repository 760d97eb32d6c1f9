using System.Runtime.CompilerServices;
using LambdaSpeed.Views.Columns;

namespace LambdaSpeed;

/// <summary>Begins layouts of keys and values in columns.</summary>
public static class ViewColumns
{
    /// <summary>A layout without columns, to add them to: <c>ViewColumns.Of&lt;Visits&gt;().Column("count", v => v.Count)</c>.</summary>
    /// <typeparam name="T">The keys or the values.</typeparam>
    public static ViewColumns<T> Of<T>() => new([]);

    /// <summary>The layout of types that need none said: one column where the type is one that a column holds, and
    /// <c>name1</c>, <c>name2</c> … for a tuple of such types.</summary>
    /// <param name="name">The column's name, or how the names begin.</param>
    /// <typeparam name="T">The keys or the values.</typeparam>
    /// <exception cref="NotSupportedException">The type is no such type.</exception>
    public static ViewColumns<T> Default<T>(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (ColumnKinds.Of(typeof(T)) is not null) return Of<T>().Column(name, item => item);
        var parts = typeof(T).IsValueType && typeof(T).IsAssignableTo(typeof(ITuple)) ? typeof(T).GetGenericArguments() : [];
        if (parts.Length is 0 or > 7 || !parts.All(part => ColumnKinds.Of(part) is not null))
        {
            throw new NotSupportedException(
                $"A store has no column of its own for {typeof(T)}, given as '{name}'. Say how it is laid out: " +
                $"ViewColumns.Of<{typeof(T).Name}>().Column(\"name\", x => x.Part), or Json with the type's JsonTypeInfo.");
        }
        return parts.Index().Aggregate(Of<T>(), (columns, part) =>
        {
            var partKind = ColumnKinds.Of(part.Item)!.Value;
            return columns.Add($"{name}{part.Index + 1}", partKind,
                (item, writer) => ColumnKinds.Write(partKind, ((ITuple)item!)[part.Index], writer));
        });
    }

    /// <summary>The layout of the keys of slices: their number in a column <c>slice</c>, then the key's own columns.</summary>
    /// <param name="key">The layout of the view's keys.</param>
    /// <typeparam name="TKey">The view's keys.</typeparam>
    /// <exception cref="ArgumentException">The key has a column of that name.</exception>
    public static ViewColumns<SliceKey<TKey>> InSlices<TKey>(ViewColumns<TKey> key)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.All.Aggregate(
            Of<SliceKey<TKey>>().Column("slice", item => item.Slice),
            (columns, column) => columns.Add(column.Name, column.Kind, (item, writer) => column.Write(item.Key, writer)));
    }
}
