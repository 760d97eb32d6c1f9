using LambdaSpeed.Codecs.Fixed;

namespace LambdaSpeed.Aggregation.Formats;

/// <summary>The state of a <see cref="DoubleSum"/> as it is: highest place, what was seen that is no number, then the six digits.</summary>
/// <remarks>Not the rounded sum: what comes back adds and merges on to the last bit as if it had never been written.</remarks>
internal readonly struct DoubleSumFormat : IFixedFormat<DoubleSum>
{
    public static string Schema => "doublesum";

    public static int Size => DoubleSum.ByteCount;

    public static string Expected => "a highest place up to 87 and no stray flag";

    public static void Put(Span<byte> destination, DoubleSum value) => value.Put(destination);

    public static bool TryTake(ReadOnlySpan<byte> source, out DoubleSum value) => DoubleSum.TryTake(source, out value);

    public static ulong Hash(DoubleSum value)
    {
        Span<byte> bytes = stackalloc byte[DoubleSum.ByteCount];
        value.Put(bytes);
        return StableHash.Of(bytes);
    }
}
