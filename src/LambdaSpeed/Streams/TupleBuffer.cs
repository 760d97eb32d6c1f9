using System.Runtime.CompilerServices;

namespace LambdaSpeed.Streams;

/// <summary>A run of tuples between two stages of a task: one stage writes at the end, the next reads at the start.</summary>
/// <remarks>Touched only by the owning task's step. Reused for ever; grows when one call emits much, and never shrinks.</remarks>
internal sealed class TupleBuffer<T>
{
    private T[] _items;            // exchanged for a chunk's array, or widened
    private TupleStamp[]? _stamps; // beside the tuples, null when the plan carries none
    private int[]? _targets;       // beside the tuples, null until a tuple is emitted to a stated task
    private int _start;            // first unread tuple
    private int _end;              // one past the last tuple

    public TupleBuffer(int capacity, bool carriesStamps = false)
    {
        _items = new T[capacity];
        _stamps = carriesStamps ? new TupleStamp[capacity] : null;
    }

    /// <summary>The stamp that added tuples get; set by the writing stage for each tuple it reads.</summary>
    public TupleStamp Stamp { get; set; }

    public int Count => _end - _start;

    public bool IsEmpty => _start == _end;

    public bool CarriesStamps => _stamps is not null;

    public ReadOnlySpan<T> Unread => new(_items, _start, _end - _start);

    public ReadOnlySpan<TupleStamp> UnreadStamps => _stamps is null ? default : new(_stamps, _start, _end - _start);

    public ReadOnlySpan<int> UnreadTargets => _targets is null ? default : new(_targets, _start, _end - _start);

    /// <summary>The end of what is written: a place to roll back to with <see cref="Truncate"/>.</summary>
    public int Mark => _end;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item)
    {
        var end = _end;
        var items = _items;
        if ((uint)end >= (uint)items.Length || _stamps is not null || _targets is not null)
        {
            AddSlowly(item);
            return;
        }
        items[end] = item;
        _end = end + 1;
    }

    /// <summary>Adds a tuple for a stated task of the direct grouping.</summary>
    public void Add(T item, int target)
    {
        if (_targets is null)
        {
            _targets = new int[_items.Length];
            Array.Fill(_targets, -1);
        }
        AddSlowly(item);
        _targets[_end - 1] = target;
    }

    public void AddRange(ReadOnlySpan<T> items)
    {
        if (_stamps is not null || _targets is not null)
        {
            foreach (var item in items) Add(item);
            return;
        }
        EnsureRoom(items.Length);
        items.CopyTo(_items.AsSpan(_end));
        _end += items.Length;
    }

    /// <summary>Room for <paramref name="count"/> tuples at the end, to be written and then confirmed by <see cref="Advance"/>.</summary>
    public Span<T> Reserve(int count)
    {
        EnsureRoom(count);
        return _items.AsSpan(_end, count);
    }

    public Span<TupleStamp> ReserveStamps(int count) => _stamps is null ? default : _stamps.AsSpan(_end, count);

    /// <summary>Confirms tuples that were written into the reserved room.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>Copies unread tuples, with all that travels beside them.</summary>
    public void Append(TupleBuffer<T> source)
    {
        var count = source.Count;
        source.Unread.CopyTo(Reserve(count));
        if (_stamps is not null && source._stamps is not null) source.UnreadStamps.CopyTo(ReserveStamps(count));
        _end += count;
    }

    /// <summary>Takes over a filled array in exchange for this buffer's own; only when empty.</summary>
    public void Exchange(ref T[] items, ref TupleStamp[]? stamps, int count)
    {
        (_items, items) = (items, _items);
        if (_stamps is not null) (_stamps, stamps) = (stamps!, _stamps);
        _start = 0;
        _end = count;
    }

    /// <summary>Marks tuples as read.</summary>
    public void Skip(int count)
    {
        _start += count;
        if (_start == _end) Clear();
    }

    /// <summary>Drops what was written after the mark.</summary>
    public void Truncate(int mark) => _end = mark;

    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(_items, 0, _end); // what is read must not be kept alive
        _start = 0;
        _end = 0;
    }

    private void AddSlowly(T item)
    {
        EnsureRoom(1);
        _items[_end] = item;
        if (_stamps is not null) _stamps[_end] = Stamp;
        if (_targets is not null) _targets[_end] = -1;
        _end++;
    }

    private void EnsureRoom(int count)
    {
        if (_end + count <= _items.Length) return;

        var capacity = Math.Max(_items.Length * 2, _end + count);
        Array.Resize(ref _items, capacity);
        if (_stamps is not null) Array.Resize(ref _stamps, capacity);
        if (_targets is not null)
        {
            var filled = _targets.Length;
            Array.Resize(ref _targets, capacity);
            Array.Fill(_targets, -1, filled, capacity - filled);
        }
    }
}
