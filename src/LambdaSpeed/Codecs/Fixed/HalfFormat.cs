using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>IEEE 754 binary16, little endian.</summary>
/// <remarks>The bits are kept, but the hash does not tell zeros or NaNs apart, as equality does not.</remarks>
internal readonly struct HalfFormat : IFixedFormat<Half>
{
    public static string Schema => "float16";

    public static int Size => 2;

    public static string Expected => "2 bytes";

    public static void Put(Span<byte> destination, Half value)
    {
        BinaryPrimitives.WriteHalfLittleEndian(destination, value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out Half value)
    {
        value = BinaryPrimitives.ReadHalfLittleEndian(source);
        return true;
    }

    public static ulong Hash(Half value) => FloatHash.Of((double)value);
}
