using System.Runtime.CompilerServices;

namespace LambdaSpeed.Sketches.Hashing;

/// <summary>Remainders by a divisor that stays the same, by multiplication instead of division.</summary>
internal readonly struct Modulus(ulong divisor)
{
    private readonly ulong _reciprocal = ulong.MaxValue / divisor;

    public ulong Divisor { get; } = divisor;

    /// <summary>The quotient is estimated at most one too small, so the remainder is at most once too great.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(ulong value)
    {
        var remainder = value - (Math.BigMul(value, _reciprocal, out _) * Divisor);
        return remainder >= Divisor ? remainder - Divisor : remainder;
    }
}
