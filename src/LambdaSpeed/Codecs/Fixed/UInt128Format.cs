using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>Little endian, 16 bytes; the hash is that of the low half combined with that of the high half.</summary>
internal readonly struct UInt128Format : IFixedFormat<UInt128>
{
    public static string Schema => "uint128";

    public static int Size => 16;

    public static string Expected => "16 bytes";

    public static FixedOrder Order => FixedOrder.Unsigned;

    public static void Put(Span<byte> destination, UInt128 value)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(destination, value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out UInt128 value)
    {
        value = BinaryPrimitives.ReadUInt128LittleEndian(source);
        return true;
    }

    public static ulong Hash(UInt128 value)
    {
        var low = StableHash.Of(unchecked((long)value));
        var high = StableHash.Of(unchecked((long)(value >> 64)));
        return StableHash.Combine(low, high);
    }
}
