using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>UTC ticks of 100 ns since 0001-01-01 (int64), then the offset in minutes (int16).</summary>
/// <remarks>The hash leaves the offset out, as equality does.</remarks>
internal readonly struct DateTimeOffsetFormat : IFixedFormat<DateTimeOffset>
{
    private const int MaximumOffsetMinutes = 14 * 60;

    public static string Schema => "datetimeoffset";

    public static int Size => 10;

    public static string Expected => "a UTC time up to 9999-12-31 with an offset within 14 hours";

    public static void Put(Span<byte> destination, DateTimeOffset value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, value.UtcTicks);
        BinaryPrimitives.WriteInt16LittleEndian(destination[8..], (short)value.TotalOffsetMinutes);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out DateTimeOffset value)
    {
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(source);
        var minutes = BinaryPrimitives.ReadInt16LittleEndian(source[8..]);
        var isValid = ticks >= 0 && ticks <= DateTime.MaxValue.Ticks && Math.Abs((int)minutes) <= MaximumOffsetMinutes;
        var local = ticks + (minutes * TimeSpan.TicksPerMinute);
        isValid = isValid && local >= 0 && local <= DateTime.MaxValue.Ticks;
        value = isValid ? new DateTimeOffset(local, TimeSpan.FromMinutes(minutes)) : default;
        return isValid;
    }

    public static ulong Hash(DateTimeOffset value) => StableHash.Of(value.UtcTicks);
}
