using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>Little endian.</summary>
internal readonly struct UInt32Format : IFixedFormat<uint>
{
    public static string Schema => "uint32";

    public static int Size => 4;

    public static string Expected => "4 bytes";

    public static FixedOrder Order => FixedOrder.Unsigned;

    public static void Put(Span<byte> destination, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out uint value)
    {
        value = BinaryPrimitives.ReadUInt32LittleEndian(source);
        return true;
    }

    public static ulong Hash(uint value) => StableHash.Of((long)value);
}
