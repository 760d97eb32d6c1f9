using System.Collections;

namespace LambdaSpeed.CodecGenerator;

/// <summary>A list that is equal to another with equal elements, as the incremental pipeline needs to see that nothing changed.</summary>
internal sealed class EquatableList<T>(IReadOnlyList<T> items) : IReadOnlyList<T>, IEquatable<EquatableList<T>>
{
    private readonly IReadOnlyList<T> _items = items;

    public int Count => _items.Count;

    public T this[int index] => _items[index];

    public bool Equals(EquatableList<T>? other) => other is not null && _items.SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode() => _items.Aggregate(_items.Count, (hash, item) => unchecked((hash * 31) + item!.GetHashCode()));

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
