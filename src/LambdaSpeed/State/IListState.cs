namespace LambdaSpeed;

/// <summary>A list for the key of the tuple at hand: grows at its end, and is emptied from its start.</summary>
/// <remarks>To be used only inside <c>Execute</c>. Writes are seen by the same call at once, take effect when <c>Execute</c> returns and
/// are dropped when it throws. An epoch writes only the elements that it has added or removed, however long the list. Treat elements as
/// immutable. With a time to live they go from the start of the list, each as long after it was added. A call
/// that is repeated for another attempt on its tuple, or after a failure, finds the list as it was before.</remarks>
/// <typeparam name="T">The elements.</typeparam>
public interface IListState<T>
{
    /// <summary>The number of elements.</summary>
    int Count { get; }

    /// <summary>A copy of the elements, in the order of their adding: the list may be changed while going through it.</summary>
    /// <remarks>Nothing is allocated: the copy is valid until this is read again or the call ends.</remarks>
    ReadOnlySpan<T> Items { get; }

    /// <summary>An element.</summary>
    /// <param name="index">Which one, from 0 for the oldest.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    T this[int index] { get; }

    /// <summary>Adds an element at the end.</summary>
    /// <param name="item">The element.</param>
    void Add(T item);

    /// <summary>Removes the oldest element.</summary>
    /// <returns>Whether there was one.</returns>
    bool RemoveFirst();

    /// <summary>Removes all elements; takes as long as there are elements.</summary>
    void Clear();
}
