namespace LambdaSpeed.Codecs.Fixed;

/// <summary>The 16 octets in the order of their printed form (RFC 9562), on every platform.</summary>
internal readonly struct GuidFormat : IFixedFormat<Guid>
{
    public static string Schema => "guid";

    public static int Size => 16;

    public static string Expected => "16 bytes";

    public static FixedOrder Order => FixedOrder.AsWritten;

    public static void Put(Span<byte> destination, Guid value)
    {
        value.TryWriteBytes(destination, bigEndian: true, out _);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out Guid value)
    {
        value = new Guid(source[..Size], bigEndian: true);
        return true;
    }

    public static ulong Hash(Guid value) => HashOf(value);

    private static ulong HashOf(Guid value)
    {
        Span<byte> octets = stackalloc byte[Size];
        Put(octets, value);
        return StableHash.Of(octets);
    }
}
