using System.Numerics;

namespace LambdaSpeed.Aggregation;

/// <summary>An exact sum of decimals: a 256-bit integer that counts units of 10^-28, so no order of additions can show.</summary>
/// <remarks>32 bytes. <see cref="decimal"/> itself rounds beyond 28 digits and throws on overflow; this does neither for any 2^64
/// values.</remarks>
/// <param name="High">The upper half of the integer (two's complement).</param>
/// <param name="Low">The lower half.</param>
public readonly record struct DecimalSum(UInt128 High, UInt128 Low)
{
    private const int UnitScale = 28;

    private static readonly UInt128[] PowersOfTen = MakePowersOfTen();
    private static readonly BigInteger MantissaLimit = BigInteger.One << 96;

    /// <summary>The sum of one value.</summary>
    /// <param name="value">The value.</param>
    public static DecimalSum Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        var magnitude = Multiply((uint)bits[0] | ((ulong)(uint)bits[1] << 32), (uint)bits[2], PowersOfTen[UnitScale - scale]);
        return bits[3] < 0 ? magnitude.Negated() : magnitude;
    }

    /// <summary>This sum and another one together.</summary>
    /// <param name="other">The other sum.</param>
    public DecimalSum Plus(in DecimalSum other)
    {
        var low = unchecked(Low + other.Low);
        var carry = low < other.Low ? UInt128.One : UInt128.Zero;
        return new(unchecked(High + other.High + carry), low);
    }

    /// <summary>This sum with its sign turned.</summary>
    public DecimalSum Negated()
    {
        var low = unchecked(~Low + UInt128.One);
        var carry = low == UInt128.Zero ? UInt128.One : UInt128.Zero;
        return new(unchecked(~High + carry), low);
    }

    /// <summary>The nearest decimal, without trailing zeros; a sum beyond decimal's range reads as its greatest or least value.</summary>
    public decimal ToDecimal()
    {
        var isNegative = (Int128)High < 0;
        var magnitude = isNegative ? Negated() : this;
        var units = ((BigInteger)magnitude.High << 128) + magnitude.Low;

        var scale = UnitScale;
        while (scale > 0 && !units.IsZero && (units % 10).IsZero)
        {
            units /= 10;
            scale--;
        }

        return units.IsZero ? 0m : Round(units, scale, isNegative);
    }

    /// <summary>Rounds half to even, to as many digits as a decimal holds.</summary>
    private static decimal Round(BigInteger units, int scale, bool isNegative)
    {
        for (var dropped = 0; dropped <= scale; dropped++)
        {
            var divisor = BigInteger.Pow(10, dropped);
            var quotient = BigInteger.DivRem(units, divisor, out var remainder);
            var half = (remainder * 2).CompareTo(divisor);
            if (half > 0 || (half == 0 && !quotient.IsEven)) quotient += 1;
            if (quotient >= MantissaLimit) continue;

            var mantissa = (UInt128)quotient;
            var low = unchecked((int)(uint)mantissa);
            var middle = unchecked((int)(uint)(mantissa >> 32));
            var high = unchecked((int)(uint)(mantissa >> 64));
            return new decimal(low, middle, high, isNegative, (byte)(scale - dropped));
        }

        return isNegative ? decimal.MinValue : decimal.MaxValue;
    }

    /// <summary>96 bits times at most 94 bits.</summary>
    private static DecimalSum Multiply(ulong low, uint high, UInt128 factor)
    {
        var factorLow = (ulong)factor;
        var factorHigh = (ulong)(factor >> 64);
        var middle = Math.BigMul(low, factorHigh) + Math.BigMul(high, factorLow);
        var lowHalf = unchecked(Math.BigMul(low, factorLow) + (middle << 64));
        var carry = lowHalf < middle << 64 ? UInt128.One : UInt128.Zero;
        return new((middle >> 64) + Math.BigMul(high, factorHigh) + carry, lowHalf);
    }

    private static UInt128[] MakePowersOfTen()
    {
        var powers = new UInt128[UnitScale + 1];
        powers[0] = UInt128.One;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
