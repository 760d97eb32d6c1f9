using System.Numerics;
using System.Runtime.CompilerServices;
using LambdaSpeed.Sketches.Hashing;

namespace LambdaSpeed.Sketches.Hll;

/// <summary>All that an HLL sketch knows of an item, in 32 bits: a slot of 26 bits, and a value of 1 to 63 in the bits above.</summary>
internal static class Coupon
{
    public const int None = 0;
    public const int SlotBits = 26;
    public const int GreatestValue = 63;

    private const int SlotMask = (1 << SlotBits) - 1;

    /// <summary>The coupon of a hash: its value is one more than the leading zeros of the second half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(Hash128 hash) => Of((int)hash.First, Math.Min(BitOperations.LeadingZeroCount(hash.Second), 62) + 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(int slot, int value) => (value << SlotBits) | (slot & SlotMask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SlotOf(int coupon) => coupon & SlotMask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ValueOf(int coupon) => coupon >>> SlotBits;
}
