using System.Buffers.Binary;

namespace LambdaSpeed.Aggregation;

/// <content>The state as bytes.</content>
public partial struct DoubleSum
{
    /// <summary>How many bytes the state takes.</summary>
    internal const int ByteCount = DigitsAt + (DoubleSumDigits.Count * sizeof(long));

    private const int HighestPlace = 87;
    private const int AllSpecials = SawNaN | SawPositiveInfinity | SawNegativeInfinity;
    private const int DigitsAt = 2;

    /// <summary>Puts the state into the first <see cref="ByteCount"/> bytes.</summary>
    internal readonly void Put(Span<byte> destination)
    {
        destination[0] = (byte)_top;
        destination[1] = (byte)_special;
        for (var i = 0; i < DoubleSumDigits.Count; i++) BinaryPrimitives.WriteInt64LittleEndian(destination[OffsetOf(i)..], _digits[i]);
    }

    /// <summary>Takes a state from the first <see cref="ByteCount"/> bytes; false when they mean none.</summary>
    internal static bool TryTake(ReadOnlySpan<byte> source, out DoubleSum sum)
    {
        sum = default;
        if (source[0] > HighestPlace || source[1] > AllSpecials) return false;

        sum._top = source[0];
        sum._special = source[1];
        for (var i = 0; i < DoubleSumDigits.Count; i++) sum._digits[i] = BinaryPrimitives.ReadInt64LittleEndian(source[OffsetOf(i)..]);
        return true;
    }

    private static int OffsetOf(int digit) => DigitsAt + (digit * sizeof(long));
}
