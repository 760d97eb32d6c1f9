using System.Runtime.CompilerServices;

namespace LambdaSpeed.Aggregation;

/// <summary>The digits of a <see cref="DoubleSum"/>, the most significant first.</summary>
[InlineArray(Count)]
internal struct DoubleSumDigits
{
    public const int Count = 6;

    private long _first;
}
