using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.BatchViews;

/// <summary>Holds entries in memory up to a bound, and gives them back sorted by what equal keys have in common.</summary>
internal sealed class EntrySorter(long bound)
{
    private const int FirstCapacity = 1 << 12;

    private byte[] _bytes = [];   // keys and accumulators, one behind the other
    private Place[] _places = []; // where each entry lies
    private int _used;            // bytes in use
    private int _count;           // entries

    public bool IsEmpty => _count == 0;

    /// <summary>Whether another entry would exceed the bound; never so for the first one.</summary>
    public bool IsFullFor(int keyLength, int valueLength) =>
        _count > 0 && _used + (long)keyLength + valueLength + ((_count + 1L) * Unsafe.SizeOf<Place>()) > Math.Min(bound, 1 << 30);

    public void Add(ReadOnlySpan<byte> key, int sharedLength, ReadOnlySpan<byte> value)
    {
        var needed = _used + key.Length + value.Length;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Max(needed, Math.Max(FirstCapacity, Math.Min(2L * _bytes.Length, bound))));
        }
        if (_count == _places.Length) Array.Resize(ref _places, Math.Max(1024, _count + (_count / 2)));
        _places[_count++] = new(Front(key[..sharedLength]), _used, key.Length, sharedLength, value.Length);
        key.CopyTo(_bytes.AsSpan(_used));
        value.CopyTo(_bytes.AsSpan(_used + key.Length));
        _used = needed;
    }

    /// <summary>Hands the entries over in order, and forgets them.</summary>
    public void MoveTo<TKey, TAccumulator>(EntryGroups<TKey, TAccumulator> groups)
        where TKey : notnull
    {
        var bytes = _bytes;
        _places.AsSpan(0, _count).Sort((left, right) => Compare(bytes, left, right));
        foreach (var place in _places.AsSpan(0, _count))
        {
            groups.Add(_bytes.AsSpan(place.Offset, place.KeyLength), _bytes.AsSpan(place.Offset + place.KeyLength, place.ValueLength));
        }
        (_used, _count) = (0, 0);
    }

    private static int Compare(byte[] bytes, in Place left, in Place right)
    {
        var order = left.Front.CompareTo(right.Front);
        return order != 0 ? order
            : bytes.AsSpan(left.Offset, left.SharedLength).SequenceCompareTo(bytes.AsSpan(right.Offset, right.SharedLength));
    }

    /// <summary>The first eight bytes as a number, which decides most comparisons.</summary>
    private static ulong Front(ReadOnlySpan<byte> shared)
    {
        if (shared.Length >= sizeof(ulong)) return BinaryPrimitives.ReadUInt64BigEndian(shared);
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        shared.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private readonly record struct Place(ulong Front, int Offset, int KeyLength, int SharedLength, int ValueLength);
}
