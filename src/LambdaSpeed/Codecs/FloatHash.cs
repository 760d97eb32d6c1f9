using System.Runtime.CompilerServices;

namespace LambdaSpeed.Codecs;

/// <summary>Hashes floating-point numbers so that what is equal hashes alike: both zeros, and every NaN.</summary>
internal static class FloatHash
{
    private const long OneNaN = 0x7FF8_0000_0000_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0); // minus zero plus zero is zero
        return StableHash.Of(double.IsNaN(value) ? OneNaN : bits);
    }
}
