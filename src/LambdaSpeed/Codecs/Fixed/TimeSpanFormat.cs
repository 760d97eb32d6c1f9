using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>Ticks of 100 ns (int64).</summary>
internal readonly struct TimeSpanFormat : IFixedFormat<TimeSpan>
{
    public static string Schema => "timespan";

    public static int Size => 8;

    public static string Expected => "8 bytes";

    public static FixedOrder Order => FixedOrder.Signed;

    public static void Put(Span<byte> destination, TimeSpan value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, value.Ticks);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out TimeSpan value)
    {
        value = new TimeSpan(BinaryPrimitives.ReadInt64LittleEndian(source));
        return true;
    }

    public static ulong Hash(TimeSpan value) => StableHash.Of(value.Ticks);
}
