using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LambdaSpeed.BatchViews;

/// <summary>Sixteen bits of a key's hash: a block's worth of them says which of its entries may be a key, and mostly that none
/// is.</summary>
internal static class Fingerprint
{
    public const int Size = sizeof(ushort);

    /// <param name="shared">What equal keys have in common.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Of(ReadOnlySpan<byte> shared) => (ushort)(StableHash.Of(shared) >> 48);

    /// <summary>The next place of a fingerprint, or -1; several are compared at once.</summary>
    public static int IndexOf(ReadOnlySpan<byte> fingerprints, ushort fingerprint, int start)
    {
        var stored = BitConverter.IsLittleEndian ? fingerprint : BinaryPrimitives.ReverseEndianness(fingerprint);
        var found = MemoryMarshal.Cast<byte, ushort>(fingerprints)[start..].IndexOf(stored);
        return found < 0 ? -1 : start + found;
    }
}
