using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>Little endian.</summary>
internal readonly struct UInt64Format : IFixedFormat<ulong>
{
    public static string Schema => "uint64";

    public static int Size => 8;

    public static string Expected => "8 bytes";

    public static FixedOrder Order => FixedOrder.Unsigned;

    public static void Put(Span<byte> destination, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out ulong value)
    {
        value = BinaryPrimitives.ReadUInt64LittleEndian(source);
        return true;
    }

    public static ulong Hash(ulong value) => StableHash.Of(unchecked((long)value));
}
