using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>Ticks of 100 ns since 0001-01-01 in the low 62 bits, the kind (0 unspecified, 1 UTC, 2 local) in the high two.</summary>
/// <remarks>No time zone is applied. The hash leaves the kind out, as equality does.</remarks>
internal readonly struct DateTimeFormat : IFixedFormat<DateTime>
{
    public static string Schema => "datetime";

    public static int Size => 8;

    public static string Expected => "ticks up to 9999-12-31 with a kind of 0, 1 or 2";

    public static void Put(Span<byte> destination, DateTime value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, (ulong)value.Ticks | ((ulong)value.Kind << 62));
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out DateTime value)
    {
        var bits = BinaryPrimitives.ReadUInt64LittleEndian(source);
        var ticks = (long)(bits & ((1UL << 62) - 1));
        var kind = (DateTimeKind)(bits >> 62);
        var isValid = ticks <= DateTime.MaxValue.Ticks && kind <= DateTimeKind.Local;
        value = isValid ? new DateTime(ticks, kind) : default;
        return isValid;
    }

    public static ulong Hash(DateTime value) => StableHash.Of(value.Ticks);
}
