namespace LambdaSpeed.Codecs.Fixed;

/// <summary>One byte, two's complement.</summary>
internal readonly struct SByteFormat : IFixedFormat<sbyte>
{
    public static string Schema => "int8";

    public static int Size => 1;

    public static string Expected => "1 byte";

    public static FixedOrder Order => FixedOrder.Signed;

    public static void Put(Span<byte> destination, sbyte value)
    {
        destination[0] = unchecked((byte)value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out sbyte value)
    {
        value = unchecked((sbyte)source[0]);
        return true;
    }

    public static ulong Hash(sbyte value) => StableHash.Of((long)value);
}
