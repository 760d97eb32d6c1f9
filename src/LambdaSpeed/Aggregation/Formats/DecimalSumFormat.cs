using System.Buffers.Binary;
using LambdaSpeed.Codecs.Fixed;

namespace LambdaSpeed.Aggregation.Formats;

/// <summary>The 256-bit integer of a <see cref="DecimalSum"/>, little endian.</summary>
internal readonly struct DecimalSumFormat : IFixedFormat<DecimalSum>
{
    private const int HalfSize = 16;

    public static string Schema => "decimalsum";

    public static int Size => 2 * HalfSize;

    public static string Expected => "32 bytes";

    public static void Put(Span<byte> destination, DecimalSum value)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(destination, value.Low);
        BinaryPrimitives.WriteUInt128LittleEndian(destination[HalfSize..], value.High);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out DecimalSum value)
    {
        var low = BinaryPrimitives.ReadUInt128LittleEndian(source);
        value = new(BinaryPrimitives.ReadUInt128LittleEndian(source[HalfSize..]), low);
        return true;
    }

    public static ulong Hash(DecimalSum value) => StableHash.Combine(UInt128Format.Hash(value.Low), UInt128Format.Hash(value.High));
}
