using System.Diagnostics.CodeAnalysis;
using LambdaSpeed.Sketches.Kll;

namespace LambdaSpeed.Sketches;

/// <content>The bytes of a sketch: family 15 of Apache DataSketches, version 1, and 2 for a single item; the updatable version 3 of its
/// Java library is read, too.</content>
public sealed partial class KllSketch<TItem>
{
    private const string Kind = "KLL sketch";
    private const int ShortHead = 8;
    private const int Head = 20;
    private const int Version = 1;
    private const int SingleVersion = 2;
    private const int UpdatableVersion = 3;
    private const int EmptyFlag = 1;
    private const int SortedFlag = 2;
    private const int SingleFlag = 4;

    /// <inheritdoc/>
    public int ByteCount
    {
        get
        {
            if (IsEmpty) return ShortHead;

            var size = Count == 1 ? ShortHead : Head + (sizeof(int) * _levelCount) + _format.SizeOf(_least!) + _format.SizeOf(_greatest!);
            for (var i = _levels[0]; i < _levels[_levelCount]; i++) size += _format.SizeOf(_items[i]);
            return size;
        }
    }

    /// <inheritdoc/>
    public int Write(Span<byte> destination)
    {
        var writer = new SketchWriter(destination, ByteCount);
        writer.Byte((Count < 2 ? ShortHead : Head) / sizeof(int));
        writer.Byte(Count == 1 ? SingleVersion : Version);
        writer.Byte(SketchFamily.Kll);
        writer.Byte((IsEmpty ? EmptyFlag : 0) | (_isZeroSorted ? SortedFlag : 0) | (Count == 1 ? SingleFlag : 0));
        writer.UInt16((ushort)K);
        writer.Byte(KllCapacity.LeastLevelCapacity);
        writer.Byte(0);
        if (Count > 1)
        {
            writer.Int64(Count);
            writer.UInt16((ushort)_leastK);
            writer.Byte(_levelCount);
            writer.Byte(0);
            var shift = KllCapacity.OfAll(K, _levelCount) - _items.Length; // what a small sketch has not made room for yet
            for (var i = 0; i < _levelCount; i++) writer.Int32(_levels[i] + shift);
            _format.Write(ref writer, _least!);
            _format.Write(ref writer, _greatest!);
        }

        for (var i = _levels[0]; i < _levels[_levelCount]; i++) _format.Write(ref writer, _items[i]);
        return writer.Count;
    }

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1000", Justification = "ISketch wants it; it is called by the type parameter.")]
    public static KllSketch<TItem> Read(ReadOnlySpan<byte> source)
    {
        var reader = new SketchReader(Kind, source);
        var head = sizeof(int) * reader.Byte();
        var version = reader.Byte();
        reader.Require(
            version is >= Version and <= UpdatableVersion && reader.Byte() == SketchFamily.Kll, "a version from 1 to 3 of family 15");
        var flags = reader.Byte();
        var k = reader.UInt16();
        reader.Require(k >= MinK && reader.Byte() == KllCapacity.LeastLevelCapacity, $"a k of at least {MinK}, and 8 as the least level");
        reader.Byte();
        var sketch = new KllSketch<TItem>(k) { _isZeroSorted = (flags & SortedFlag) != 0 };
        var isSingle = version == SingleVersion && (flags & SingleFlag) != 0;
        if ((flags & EmptyFlag) != 0) return sketch;

        reader.Require(head == (isSingle ? ShortHead : Head), "a preamble that fits its size");
        if (isSingle) sketch.TakeSingle(ref reader);
        else sketch.TakeLevels(ref reader, version == UpdatableVersion);
        sketch._chance = (ulong)sketch.Count;
        return sketch;
    }

    private void TakeSingle(ref SketchReader reader)
    {
        var isSorted = _isZeroSorted;
        var item = _format.Read(ref reader);
        reader.Require(_format.Accepts(ref item), "items that are numbers");
        Add(item);
        _isZeroSorted = isSorted;
    }

    private void TakeLevels(ref SketchReader reader, bool hasFreeRoom)
    {
        Count = reader.Int64();
        _leastK = reader.UInt16();
        _levelCount = reader.Byte();
        reader.Byte();
        reader.Require(
            Count > 0 && _leastK >= MinK && _levelCount is >= 1 and <= KllCapacity.MaxReadLevels, "1 to 56 levels of some items");
        var capacity = KllCapacity.OfAll(K, _levelCount);
        _levels = new int[_levelCount + 1];
        for (var i = 0; i < _levelCount + (hasFreeRoom ? 1 : 0); i++) _levels[i] = reader.Int32();
        if (!hasFreeRoom) _levels[_levelCount] = capacity;

        var weight = 0L;
        for (var i = 0; i < _levelCount; i++)
        {
            reader.Require(_levels[i] >= 0 && _levels[i + 1] >= _levels[i] && _levels[i + 1] <= capacity, "levels in ascending order");
            var count = _levels[i + 1] - _levels[i];
            reader.Require(count <= (Count - weight) >> i, "levels whose weights add up");
            weight += (long)count << i;
        }

        reader.Require(weight == Count && _levels[_levelCount] == capacity, "levels whose weights add up");
        _least = _format.Read(ref reader);
        _greatest = _format.Read(ref reader);
        if (hasFreeRoom)
        {
            for (var i = 0; i < _levels[0]; i++) _format.Read(ref reader);
        }

        reader.CountOf(RetainedCount, _format.LeastSize);
        _items = new TItem[capacity];
        for (var i = _levels[0]; i < capacity; i++) _items[i] = _format.Read(ref reader);
        reader.Require(AreAccepted(_items.AsSpan(_levels[0])) && AreAccepted([_least!, _greatest!]), "items that are numbers");
        _isOfOtherOrder = !IsInOrder();
        reader.Require(
            !_isOfOtherOrder || typeof(TItem) == typeof(string), "items between the least and the greatest, in order on every level");
    }

    private bool AreAccepted(ReadOnlySpan<TItem> items)
    {
        foreach (var item in items)
        {
            var accepted = item;
            if (!_format.Accepts(ref accepted)) return false;
        }

        return true;
    }

    private bool IsInOrder()
    {
        foreach (var item in _items.AsSpan(_levels[0]))
        {
            if (ItemOrder<TItem>.IsLess(item, _least!) || ItemOrder<TItem>.IsLess(_greatest!, item)) return false;
        }

        for (var level = _isZeroSorted ? 0 : 1; level < _levelCount; level++)
        {
            if (!ItemOrder<TItem>.IsSorted(LevelOf(level))) return false;
        }

        return true;
    }

    /// <summary>A writer may have put texts in an order of its own; before they meet others they take the order of code units.</summary>
    private void TakeOwnOrder()
    {
        _isOfOtherOrder = false;
        for (var level = _isZeroSorted ? 0 : 1; level < _levelCount; level++) ItemOrder<TItem>.Sort(LevelOf(level));
        TItem one = _least!, other = _greatest!;
        (_least, _greatest) = (one, one);
        Widen(other, other);
        foreach (var item in _items.AsSpan(_levels[0])) Widen(item, item);
    }
}
