namespace LambdaSpeed;

/// <summary>One column of a key or a value in a store outside the run.</summary>
/// <remarks>Immutable; any thread.</remarks>
/// <typeparam name="T">The keys or the values.</typeparam>
public sealed class ViewColumn<T>
{
    private readonly Action<T, IViewColumnWriter> _write;

    internal ViewColumn(string name, ViewColumnKind kind, Action<T, IViewColumnWriter> write)
    {
        Name = name;
        Kind = kind;
        _write = write;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public ViewColumnKind Kind { get; }

    /// <summary>Writes the column of an item.</summary>
    /// <param name="item">The key or the value.</param>
    /// <param name="writer">Called once.</param>
    public void Write(T item, IViewColumnWriter writer) => _write(item, writer);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Kind}";
}
