namespace LambdaSpeed.Codecs.Fixed;

/// <summary>0 is false, 1 is true.</summary>
internal readonly struct BooleanFormat : IFixedFormat<bool>
{
    public static string Schema => "bool";

    public static int Size => 1;

    public static string Expected => "the byte 0 or 1";

    public static FixedOrder Order => FixedOrder.Unsigned;

    public static void Put(Span<byte> destination, bool value)
    {
        destination[0] = value ? (byte)1 : (byte)0;
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out bool value)
    {
        value = source[0] != 0;
        return source[0] <= 1;
    }

    public static ulong Hash(bool value) => StableHash.Of(value ? 1L : 0L);
}
