using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>IEEE 754 binary64, little endian.</summary>
/// <remarks>The bits are kept, but the hash does not tell zeros or NaNs apart, as equality does not.</remarks>
internal readonly struct DoubleFormat : IFixedFormat<double>
{
    public static string Schema => "float64";

    public static int Size => 8;

    public static string Expected => "8 bytes";

    public static void Put(Span<byte> destination, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(destination, value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out double value)
    {
        value = BinaryPrimitives.ReadDoubleLittleEndian(source);
        return true;
    }

    public static ulong Hash(double value) => FloatHash.Of(value);
}
