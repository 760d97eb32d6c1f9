using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;

namespace LambdaSpeed.Logs;

/// <summary>Which offsets of a partition are dealt with: all before a floor, and single ones behind it.</summary>
/// <remarks>Pure. A bit for each offset from the floor on, in words whose first one holds the floor.</remarks>
[DebuggerDisplay("floor {Floor}, {Count} behind it")]
internal sealed class AcknowledgedOffsets
{
    private const int WordBits = 64;

    private ulong[] _words = new ulong[4]; // from _head on; bits below the floor are set, words behind _used are 0
    private int _head;                     // the word that holds the floor
    private int _used;                     // words from the head on that may have bits

    public AcknowledgedOffsets(long floor)
    {
        Floor = floor;
        _words[0] = BitsBelow(floor);
        _used = 1;
    }

    /// <summary>The first offset that is not dealt with.</summary>
    public long Floor { get; private set; }

    /// <summary>How many behind the floor are dealt with.</summary>
    public int Count { get; private set; }

    public bool Contains(long offset)
    {
        if (offset < Floor) return true;
        var word = WordOf(offset);
        return word < _used && (_words[_head + (int)word] & BitOf(offset)) != 0;
    }

    /// <summary>Notes an offset; false when it was noted before.</summary>
    public bool Add(long offset)
    {
        if (Contains(offset)) return false;

        var word = (int)WordOf(offset);
        Reserve(word + 1);
        _words[_head + word] |= BitOf(offset);
        Count++;
        if (offset == Floor) Advance();
        return true;
    }

    /// <summary>The same from a later floor on; what lies before it counts as dealt with.</summary>
    public AcknowledgedOffsets From(long floor)
    {
        var rest = new AcknowledgedOffsets(floor);
        var end = ((Floor / WordBits) + _used) * WordBits;
        for (var offset = floor; offset < end; offset++)
        {
            if (Contains(offset)) rest.Add(offset);
        }
        return rest;
    }

    /// <summary>How many bytes <see cref="Write"/> takes.</summary>
    public int SizeInBytes => sizeof(int) + (_used * sizeof(ulong));

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, _used);
        for (var i = 0; i < _used; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination[(sizeof(int) + (i * sizeof(ulong)))..], _words[_head + i]);
        }
    }

    /// <summary>Reads what was written for a floor; null when it is something else.</summary>
    public static AcknowledgedOffsets? TryRead(ref ReadOnlySpan<byte> source, long floor)
    {
        if (source.Length < sizeof(int)) return null;

        var used = BinaryPrimitives.ReadInt32LittleEndian(source);
        source = source[sizeof(int)..];
        if (used < 1 || used > source.Length / sizeof(ulong)) return null;

        var offsets = new AcknowledgedOffsets(floor);
        offsets.Reserve(used);
        for (var i = 0; i < used; i++)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(source[(i * sizeof(ulong))..]);
            offsets._words[i] |= word;
            offsets.Count += BitOperations.PopCount(i == 0 ? word & ~BitsBelow(floor) : word);
        }
        source = source[(used * sizeof(ulong))..];
        return offsets.Contains(floor) ? null : offsets;
    }

    private static ulong BitsBelow(long offset) => BitOf(offset) - 1;

    private static ulong BitOf(long offset) => 1UL << (int)(offset % WordBits);

    private long WordOf(long offset) => (offset / WordBits) - (Floor / WordBits);

    private void Advance()
    {
        while (true)
        {
            var run = BitOperations.TrailingZeroCount(~_words[_head]);
            var floor = (Floor / WordBits * WordBits) + run;
            Count -= (int)(floor - Floor);
            Floor = floor;
            if (run < WordBits) return;

            _words[_head++] = 0;
            _used--;
            Reserve(1);
        }
    }

    private void Reserve(int words)
    {
        if (_head + words > _words.Length)
        {
            var target = words > _words.Length / 2 ? new ulong[Math.Max(2 * _words.Length, words)] : _words;
            Array.Copy(_words, _head, target, 0, _used);
            if (target == _words) Array.Clear(_words, _used, _words.Length - _used);
            _words = target;
            _head = 0;
        }
        _used = Math.Max(_used, words);
    }
}
