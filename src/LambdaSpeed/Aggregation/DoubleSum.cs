using System.Numerics;

namespace LambdaSpeed.Aggregation;

/// <summary>A sum of doubles in which neither the order nor the grouping of the additions shows, to the last bit.</summary>
/// <remarks>
/// <para>Floating addition is not associative. So each value is cut at fixed places into digits of 24 bits, and the digits of each
/// place are summed as integers, with no carry between places. Kept are the six places below and including the highest one that any
/// value has touched; what lies lower is dropped, for every value alike. What a value contributes to a place depends on the value
/// alone, and the highest place is a maximum: both are commutative and associative.</para>
/// <para>The error is below n · 2^-120 of the largest magnitude (a compensated sum has 2^-106); the result is rounded once. 56 bytes, no
/// references. Exact up to 2^39 values for one accumulator. NaN and infinities are remembered and read as IEEE 754 has it.</para>
/// </remarks>
public partial struct DoubleSum : IEquatable<DoubleSum>
{
    private const int DigitBits = 24;
    private const ulong DigitMask = (1UL << DigitBits) - 1;
    private const int LeastExponent = -1074; // of the lowest bit of the smallest double
    private const int SawNaN = 1;
    private const int SawPositiveInfinity = 2;
    private const int SawNegativeInfinity = 4;

    private DoubleSumDigits _digits; // sums of digits, from place _top downwards
    private int _top;                // highest place touched, 0 to 87; place p counts units of 2^(24p - 1074)
    private int _special;            // which values were seen that are no numbers

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    public void Add(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0x7FF)
        {
            _special |= mantissa != 0 ? SawNaN : value > 0 ? SawPositiveInfinity : SawNegativeInfinity;
            return;
        }

        if (exponent != 0)
        {
            mantissa |= 1UL << 52;
            exponent--;
        }

        if (mantissa != 0) AddDigits(mantissa, exponent, (long)bits >> 63);
    }

    /// <summary>Adds another sum.</summary>
    /// <param name="other">The other sum.</param>
    public void Add(in DoubleSum other)
    {
        _special |= other._special;
        var top = other._top;
        var digits = other._digits;
        if (top > _top) Raise(top);
        for (var i = 0; i < DoubleSumDigits.Count; i++) AddDigit(top - i, digits[i]);
    }

    /// <summary>The sum, rounded to the nearest double; infinite when it is beyond the range of a double.</summary>
    public readonly double ToDouble() => _special switch
    {
        0 => FiniteToDouble(),
        SawPositiveInfinity => double.PositiveInfinity,
        SawNegativeInfinity => double.NegativeInfinity,
        _ => double.NaN,
    };

    /// <inheritdoc/>
    public readonly bool Equals(DoubleSum other) =>
        _top == other._top && _special == other._special && ((ReadOnlySpan<long>)_digits).SequenceEqual(other._digits);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is DoubleSum other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(_top, _special, _digits[0], _digits[1], _digits[2]);

    /// <inheritdoc/>
    public override readonly string ToString() => ToDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether both hold the same sum, to the last kept digit.</summary>
    /// <param name="left">One sum.</param>
    /// <param name="right">The other sum.</param>
    public static bool operator ==(in DoubleSum left, in DoubleSum right) => left.Equals(right);

    /// <summary>Whether the sums differ in any kept digit.</summary>
    /// <param name="left">One sum.</param>
    /// <param name="right">The other sum.</param>
    public static bool operator !=(in DoubleSum left, in DoubleSum right) => !left.Equals(right);

    private void AddDigits(ulong mantissa, int position, long sign)
    {
        var place = position / DigitBits;
        var shift = position % DigitBits;
        var top = (position + BitOperations.Log2(mantissa)) / DigitBits;
        if (top > _top) Raise(top);

        AddDigit(place, Signed((mantissa << shift) & DigitMask, sign));
        AddDigit(place + 1, Signed((mantissa >> (24 - shift)) & DigitMask, sign));
        AddDigit(place + 2, Signed((mantissa >> (48 - shift)) & DigitMask, sign));
        if (shift > 8) AddDigit(place + 3, Signed(mantissa >> (72 - shift), sign));
    }

    private static long Signed(ulong digit, long sign) => ((long)digit ^ sign) - sign;

    /// <summary>Adds at a place; above the top there are only zeros, and what is below the window is dropped.</summary>
    private void AddDigit(int place, long digit)
    {
        var index = _top - place;
        if ((uint)index < DoubleSumDigits.Count) _digits[index] += digit;
    }

    private void Raise(int top)
    {
        var by = top - _top;
        for (var i = DoubleSumDigits.Count - 1; i >= 0; i--) _digits[i] = i >= by ? _digits[i - by] : 0;
        _top = top;
    }

    private readonly double FiniteToDouble()
    {
        Span<ulong> digits = stackalloc ulong[DoubleSumDigits.Count];
        var head = CarryOver(digits, 1);
        var sign = 1;
        if (head < 0)
        {
            sign = -1;
            head = CarryOver(digits, -1);
        }

        // As many digits as 128 bits take; the rest is told by one sticky bit, so that rounding happens once.
        var leading = (UInt128)head;
        var used = 0;
        while (used < digits.Length && leading >> 100 == 0) leading = (leading << DigitBits) | digits[used++];
        var isInexact = digits[used..].ContainsAnyExcept(0UL);

        var surplus = Math.Max(0, 64 - (int)UInt128.LeadingZeroCount(leading));
        isInexact |= leading != leading >> surplus << surplus;
        var rounded = (double)((ulong)(leading >> surplus) | (isInexact ? 1UL : 0UL));
        return sign * Math.ScaleB(rounded, surplus + (DigitBits * (_top + 1 - used)) + LeastExponent);
    }

    /// <summary>Brings every digit into its range; returns what is carried out of the highest one, negative when the sum is.</summary>
    private readonly long CarryOver(Span<ulong> digits, long sign)
    {
        var carry = 0L;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            var digit = (sign * _digits[i]) + carry;
            digits[i] = (ulong)digit & DigitMask;
            carry = digit >> DigitBits;
        }

        return carry;
    }
}
