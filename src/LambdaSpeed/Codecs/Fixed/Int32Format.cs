using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>Little endian, two's complement.</summary>
internal readonly struct Int32Format : IFixedFormat<int>
{
    public static string Schema => "int32";

    public static int Size => 4;

    public static string Expected => "4 bytes";

    public static FixedOrder Order => FixedOrder.Signed;

    public static void Put(Span<byte> destination, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out int value)
    {
        value = BinaryPrimitives.ReadInt32LittleEndian(source);
        return true;
    }

    public static ulong Hash(int value) => StableHash.Of((long)value);
}
