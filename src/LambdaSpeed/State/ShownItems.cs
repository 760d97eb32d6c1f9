using System.Runtime.CompilerServices;

namespace LambdaSpeed.State;

/// <summary>Holds what a call is shown of a collection; used again from call to call.</summary>
internal sealed class ShownItems<T>
{
    private const int LargestKept = 1024;

    private T[] _items = []; // replaced by a wider one when full
    private int _count;      // in use

    public ReadOnlySpan<T> Items => _items.AsSpan(0, _count);

    public void Add(T item)
    {
        if (_count == _items.Length) Array.Resize(ref _items, Math.Max(4, _count * 2));
        _items[_count++] = item;
    }

    public void Clear()
    {
        if (_count == 0) return;
        if (_items.Length > LargestKept) _items = [];
        else if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) _items.AsSpan(0, _count).Clear();
        _count = 0;
    }
}
