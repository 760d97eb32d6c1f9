using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>Days since 0001-01-01 (int32).</summary>
internal readonly struct DateOnlyFormat : IFixedFormat<DateOnly>
{
    public static string Schema => "date";

    public static int Size => 4;

    public static string Expected => "a day number up to that of 9999-12-31";

    public static FixedOrder Order => FixedOrder.Unsigned;

    public static void Put(Span<byte> destination, DateOnly value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, value.DayNumber);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out DateOnly value)
    {
        var day = BinaryPrimitives.ReadInt32LittleEndian(source);
        var isValid = day >= 0 && day <= DateOnly.MaxValue.DayNumber;
        value = isValid ? DateOnly.FromDayNumber(day) : default;
        return isValid;
    }

    public static ulong Hash(DateOnly value) => StableHash.Of((long)value.DayNumber);
}
