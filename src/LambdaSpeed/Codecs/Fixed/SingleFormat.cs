using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>IEEE 754 binary32, little endian.</summary>
/// <remarks>The bits are kept, but the hash does not tell zeros or NaNs apart, as equality does not.</remarks>
internal readonly struct SingleFormat : IFixedFormat<float>
{
    public static string Schema => "float32";

    public static int Size => 4;

    public static string Expected => "4 bytes";

    public static void Put(Span<byte> destination, float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(destination, value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out float value)
    {
        value = BinaryPrimitives.ReadSingleLittleEndian(source);
        return true;
    }

    public static ulong Hash(float value) => FloatHash.Of((double)value);
}
