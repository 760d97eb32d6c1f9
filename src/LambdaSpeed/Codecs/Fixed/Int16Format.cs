using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>Little endian, two's complement.</summary>
internal readonly struct Int16Format : IFixedFormat<short>
{
    public static string Schema => "int16";

    public static int Size => 2;

    public static string Expected => "2 bytes";

    public static FixedOrder Order => FixedOrder.Signed;

    public static void Put(Span<byte> destination, short value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(destination, value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out short value)
    {
        value = BinaryPrimitives.ReadInt16LittleEndian(source);
        return true;
    }

    public static ulong Hash(short value) => StableHash.Of((long)value);
}
