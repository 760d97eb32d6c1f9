using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>Little endian, two's complement.</summary>
internal readonly struct Int64Format : IFixedFormat<long>
{
    public static string Schema => "int64";

    public static int Size => 8;

    public static string Expected => "8 bytes";

    public static FixedOrder Order => FixedOrder.Signed;

    public static void Put(Span<byte> destination, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out long value)
    {
        value = BinaryPrimitives.ReadInt64LittleEndian(source);
        return true;
    }

    public static ulong Hash(long value) => StableHash.Of(value);
}
