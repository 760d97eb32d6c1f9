using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>Little endian, 16 bytes; the hash is that of the low half combined with that of the high half.</summary>
internal readonly struct Int128Format : IFixedFormat<Int128>
{
    public static string Schema => "int128";

    public static int Size => 16;

    public static string Expected => "16 bytes";

    public static FixedOrder Order => FixedOrder.Signed;

    public static void Put(Span<byte> destination, Int128 value)
    {
        BinaryPrimitives.WriteInt128LittleEndian(destination, value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out Int128 value)
    {
        value = BinaryPrimitives.ReadInt128LittleEndian(source);
        return true;
    }

    public static ulong Hash(Int128 value)
    {
        var low = StableHash.Of(unchecked((long)value));
        var high = StableHash.Of(unchecked((long)(value >> 64)));
        return StableHash.Combine(low, high);
    }
}
