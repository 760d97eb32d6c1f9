namespace LambdaSpeed.Sketches;

/// <summary>Numbers of a few bits each, packed one behind the other, the high bits first.</summary>
internal struct HighBits
{
    private long _at; // the next bit, counted from the highest of the first byte

    /// <summary>Puts the low bits of a number into bytes that are zero.</summary>
    public void Put(Span<byte> bytes, ulong value, int width)
    {
        for (var left = width; left > 0;)
        {
            var free = 8 - (int)(_at & 7);
            var count = Math.Min(free, left);
            var part = (int)(value >> (left - count)) & ((1 << count) - 1);
            bytes[(int)(_at >> 3)] |= (byte)(part << (free - count));
            left -= count;
            _at += count;
        }
    }

    /// <summary>Takes the next number.</summary>
    public ulong Take(ReadOnlySpan<byte> bytes, int width)
    {
        var value = 0UL;
        for (var left = width; left > 0;)
        {
            var free = 8 - (int)(_at & 7);
            var count = Math.Min(free, left);
            value = (value << count) | (uint)((bytes[(int)(_at >> 3)] >> (free - count)) & ((1 << count) - 1));
            left -= count;
            _at += count;
        }

        return value;
    }
}
