namespace LambdaSpeed.Codecs.Fixed;

/// <summary>One byte.</summary>
internal readonly struct ByteFormat : IFixedFormat<byte>
{
    public static string Schema => "uint8";

    public static int Size => 1;

    public static string Expected => "1 byte";

    public static FixedOrder Order => FixedOrder.Unsigned;

    public static void Put(Span<byte> destination, byte value)
    {
        destination[0] = value;
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out byte value)
    {
        value = source[0];
        return true;
    }

    public static ulong Hash(byte value) => StableHash.Of((long)value);
}
