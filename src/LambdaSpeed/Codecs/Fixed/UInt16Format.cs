using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>Little endian.</summary>
internal readonly struct UInt16Format : IFixedFormat<ushort>
{
    public static string Schema => "uint16";

    public static int Size => 2;

    public static string Expected => "2 bytes";

    public static FixedOrder Order => FixedOrder.Unsigned;

    public static void Put(Span<byte> destination, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out ushort value)
    {
        value = BinaryPrimitives.ReadUInt16LittleEndian(source);
        return true;
    }

    public static ulong Hash(ushort value) => StableHash.Of((long)value);
}
