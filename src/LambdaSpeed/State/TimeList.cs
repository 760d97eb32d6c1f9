using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <summary>The times of one key's tuples, in order; tuples of the same time are told apart by numbers. In memory alone.</summary>
/// <remarks>A sorted array with room at its front: what comes is nearly in order, and what is let go is nearly the first, so both cost as
/// much as the disorder is wide.</remarks>
internal sealed class TimeList
{
    private (long Time, int Number)[] _places = new (long, int)[2]; // in use from _start up to _end
    private int _start; // the first place
    private int _end;   // one past the last

    public bool IsEmpty => _start == _end;

    /// <summary>Those from one time up to and with another.</summary>
    public ReadOnlySpan<(long Time, int Number)> Between(long from, long to)
    {
        var first = IndexOf((from, int.MinValue));
        var last = first;
        if (last < _end && _places[last].Time <= to) last = IndexOf((to, int.MaxValue));
        return _places.AsSpan(first, last - first);
    }

    /// <summary>Adds a tuple; answers its number, one more than that of the last with the same time.</summary>
    public int Add(long time)
    {
        var index = IndexOf((time, int.MaxValue));
        var number = index > _start && _places[index - 1].Time == time ? _places[index - 1].Number + 1 : 0;
        Insert(index, (time, number));
        return number;
    }

    /// <summary>Adds a tuple that has a number already.</summary>
    public void Add((long Time, int Number) place) => Insert(IndexOf(place), place);

    public void Remove((long Time, int Number) place)
    {
        var index = IndexOf(place);
        Invariant.Require(index < _end && _places[index] == place, $"a tuple is let go that is not among its key's {_end - _start}");
        if (index == _start) _start++;
        else
        {
            _places.AsSpan(index + 1, _end - index - 1).CopyTo(_places.AsSpan(index));
            _end--;
        }
        if (_start == _end) (_start, _end) = (0, 0);
        if (_places.Length > 32 && (_end - _start) * 8 < _places.Length) Move(_places.Length / 4);
    }

    private void Insert(int index, (long Time, int Number) place)
    {
        if (_end == _places.Length)
        {
            var before = _start;
            Move(_start >= _places.Length / 2 ? _places.Length : _places.Length * 2);
            index -= before;
        }
        _places.AsSpan(index, _end - index).CopyTo(_places.AsSpan(index + 1));
        _places[index] = place;
        _end++;
    }

    /// <summary>The first place that is not before the given one.</summary>
    private int IndexOf((long Time, int Number) place)
    {
        var (low, high) = (_start, _end);
        if (high > low && IsBefore(_places[high - 1], place)) return high; // most come in order
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (IsBefore(_places[middle], place)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static bool IsBefore((long Time, int Number) left, (long Time, int Number) right) =>
        left.Time != right.Time ? left.Time < right.Time : left.Number < right.Number;

    private void Move(int length)
    {
        var places = length == _places.Length ? _places : new (long, int)[length];
        _places.AsSpan(_start, _end - _start).CopyTo(places);
        (_places, _start, _end) = (places, 0, _end - _start);
    }
}
