using LambdaSpeed.Sketches.Kll;

namespace LambdaSpeed.Sketches;

/// <content>How levels are thinned out: an item of a level stands for twice as many as one of the level below.</content>
public sealed partial class KllSketch<TItem>
{
    private const int FirstRoom = 8; // items, before the first levels are worth their full room

    /// <summary>Frees room at the bottom of items that are full.</summary>
    private void MakeRoom()
    {
        if (_levelCount == 1 && _items.Length < K)
        {
            Grow();
            return;
        }

        var level = 0;
        while (_levels[level + 1] - _levels[level] < KllCapacity.OfLevel(K, _levelCount, level)) level++;
        if (level == _levelCount - 1) AddLevel();
        Halve(level);
    }

    /// <summary>While all items are kept, their room grows with them.</summary>
    private void Grow()
    {
        var size = Math.Min(K, Math.Max(FirstRoom, 2 * _items.Length));
        var added = size - _items.Length;
        var items = new TItem[size];
        _items.CopyTo(items, added);
        _items = items;
        _levels[0] += added;
        _levels[1] += added;
    }

    private void AddLevel()
    {
        var added = KllCapacity.OfLevel(K, _levelCount + 1, 0);
        var items = new TItem[_items.Length + added];
        _items.CopyTo(items, added);
        _items = items;
        if (_levels.Length < _levelCount + 2) Array.Resize(ref _levels, _levelCount + 4);
        for (var i = 0; i <= _levelCount; i++) _levels[i] += added;
        _levelCount++;
        _levels[_levelCount] = items.Length;
    }

    /// <summary>Moves half of a level into the one above, and what is below up into the room that it leaves.</summary>
    private void Halve(int level)
    {
        int start = _levels[level], end = _levels[level + 1];
        var hasRest = ((end - start) & 1) == 1;
        var from = hasRest ? start + 1 : start;
        var count = end - from;
        var half = count / 2;
        if (level == 0 && !_isZeroSorted) ItemOrder<TItem>.Sort(_items.AsSpan(from, count));

        var above = _levels[level + 2] - end;
        if (above == 0)
        {
            KllHalving.Up(_items, from, count, Toss());
        }
        else
        {
            KllHalving.Down(_items, from, count, Toss());
            ItemOrder<TItem>.MergeUp(_items, from, half, end, above, from + half);
        }

        _levels[level + 1] -= half;
        _levels[level] = _levels[level + 1];
        if (hasRest) _items[--_levels[level]] = _items[start];

        var below = start - _levels[0];
        if (below > 0) Array.Copy(_items, _levels[0], _items, _levels[0] + half, below);
        for (var i = 0; i < level; i++) _levels[i] += half;
    }

    /// <summary>Takes over the levels of another sketch above its lowest, then thins out until all fits.</summary>
    private void MergeLevels(KllSketch<TItem> other)
    {
        var levels = Math.Max(_levelCount, other._levelCount);
        var starts = new int[KllCapacity.MaxLevels + 3];
        var items = new TItem[RetainedCount + other.RetainedCount];
        LevelOf(0).CopyTo(items);
        starts[1] = LevelOf(0).Length;
        for (var level = 1; level < levels; level++)
        {
            var mine = level < _levelCount ? LevelOf(level) : [];
            var theirs = level < other._levelCount ? other.LevelOf(level) : [];
            starts[level + 1] = starts[level] + mine.Length + theirs.Length;
            Merge(mine, theirs, items.AsSpan(starts[level]));
        }

        var (kept, count, capacity) = Compress(items, starts, levels);
        var free = capacity - kept[count];
        _items = new TItem[capacity];
        items.AsSpan(0, kept[count]).CopyTo(_items.AsSpan(free));
        _levels = new int[count + 1];
        for (var i = 0; i <= count; i++) _levels[i] = kept[i] + free;
        _levelCount = count;
    }

    private static void Merge(ReadOnlySpan<TItem> left, ReadOnlySpan<TItem> right, Span<TItem> into)
    {
        int i = 0, j = 0;
        for (var at = 0; at < left.Length + right.Length; at++)
        {
            var takesLeft = i < left.Length && (j == right.Length || ItemOrder<TItem>.IsLess(left[i], right[j]));
            into[at] = takesLeft ? left[i++] : right[j++];
        }
    }

    /// <summary>Thins out from the lowest level up, wherever a level and the whole have more than their share; levels move down into the
    /// room that comes free.</summary>
    private (int[] Starts, int Levels, int Capacity) Compress(TItem[] items, int[] starts, int levels)
    {
        var kept = new int[starts.Length];
        var count = starts[levels];
        var capacity = KllCapacity.OfAll(K, levels);
        for (var level = 0; level < levels; level++)
        {
            if (level == levels - 1) starts[level + 2] = starts[level + 1];
            int start = starts[level], size = starts[level + 1] - start;
            if (count < capacity || size < KllCapacity.OfLevel(K, levels, level))
            {
                Array.Copy(items, start, items, kept[level], size);
                kept[level + 1] = kept[level] + size;
                continue;
            }

            kept[level + 1] = kept[level] + (size & 1);
            if ((size & 1) == 1) items[kept[level]] = items[start++];
            var half = size / 2;
            if (level == 0 && !_isZeroSorted) ItemOrder<TItem>.Sort(items.AsSpan(start, 2 * half));
            HalveInto(items, start, half, starts[level + 2] - starts[level + 1]);
            count -= half;
            starts[level + 1] -= half;
            if (level == levels - 1) capacity += KllCapacity.OfLevel(K, ++levels, 0);
        }

        return (kept, levels, capacity);
    }

    private void HalveInto(TItem[] items, int start, int half, int above)
    {
        if (above == 0)
        {
            KllHalving.Up(items, start, 2 * half, Toss());
            return;
        }

        KllHalving.Down(items, start, 2 * half, Toss());
        ItemOrder<TItem>.MergeUp(items, start, half, start + (2 * half), above, start + half);
    }
}
