using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LambdaSpeed.Views.Columns;

namespace LambdaSpeed;

/// <summary>How the keys or the values of a view are laid out in columns by a store outside the run; <see cref="ViewColumns"/> begins
/// one.</summary>
/// <remarks>
/// <para>Immutable: each method returns further columns. The functions are called for each item that is written, on the thread of the
/// store; they must be pure. Different keys must differ in a column.</para>
/// <para>Columns hold text, whole and other numbers, <c>bool</c>, <c>char</c>, <c>Guid</c>, <c>DateTimeOffset</c>, <c>DateOnly</c>,
/// <c>byte[]</c>, nullable ones in values; anything else goes in by <see cref="Json"/>, or is turned into one of these.</para>
/// </remarks>
/// <typeparam name="T">The keys or the values.</typeparam>
public sealed class ViewColumns<T>
{
    private readonly ImmutableArray<ViewColumn<T>> _columns;

    internal ViewColumns(ImmutableArray<ViewColumn<T>> columns) => _columns = columns;

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<ViewColumn<T>> All => _columns;

    /// <summary>Adds a column.</summary>
    /// <param name="name">Its name, unique within key and value together.</param>
    /// <param name="read">What it holds of an item.</param>
    /// <typeparam name="TColumn">What it holds.</typeparam>
    /// <exception cref="NotSupportedException">A column cannot hold that.</exception>
    public ViewColumns<T> Column<TColumn>(string name, Func<T, TColumn> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (ColumnKinds.Of(typeof(TColumn)) is not { } kind)
        {
            throw new NotSupportedException(
                $"Column '{name}' cannot hold {typeof(TColumn)}. Turn it into text or a number, or use Json with its JsonTypeInfo.");
        }
        var typed = ColumnReads.Typed(read);
        return Add(name, kind, typed ?? ((item, writer) => ColumnKinds.Write(kind, read(item), writer)));
    }

    /// <summary>Adds a column that holds a JSON document.</summary>
    /// <param name="name">Its name, unique within key and value together.</param>
    /// <param name="read">What is written as JSON.</param>
    /// <param name="type">How, such as <c>MyJsonContext.Default.MyType</c>: fit for trimming and Native AOT.</param>
    /// <typeparam name="TColumn">What is written as JSON.</typeparam>
    public ViewColumns<T> Json<TColumn>(string name, Func<T, TColumn> read, JsonTypeInfo<TColumn> type)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(type);
        return Add(name, ViewColumnKind.Json, (item, writer) => writer.WriteJson(JsonSerializer.Serialize(read(item), type)));
    }

    /// <summary>Writes all columns of an item, in order.</summary>
    /// <param name="item">The key or the value.</param>
    /// <param name="writer">Called once for each column.</param>
    public void Write(T item, IViewColumnWriter writer)
    {
        foreach (var column in _columns) column.Write(item, writer);
    }

    internal ViewColumns<T> Add(string name, ViewColumnKind kind, Action<T, IViewColumnWriter> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_columns.Any(column => column.Name == name)) throw new ArgumentException($"There are two columns '{name}'.", nameof(name));

        return new(_columns.Add(new(name, kind, write)));
    }
}
