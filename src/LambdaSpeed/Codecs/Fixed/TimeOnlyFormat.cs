using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>Ticks of 100 ns since midnight (int64).</summary>
internal readonly struct TimeOnlyFormat : IFixedFormat<TimeOnly>
{
    public static string Schema => "time";

    public static int Size => 8;

    public static string Expected => "ticks of less than a day";

    public static FixedOrder Order => FixedOrder.Unsigned;

    public static void Put(Span<byte> destination, TimeOnly value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, value.Ticks);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out TimeOnly value)
    {
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(source);
        var isValid = ticks >= 0 && ticks <= TimeOnly.MaxValue.Ticks;
        value = isValid ? new TimeOnly(ticks) : default;
        return isValid;
    }

    public static ulong Hash(TimeOnly value) => StableHash.Of(value.Ticks);
}
