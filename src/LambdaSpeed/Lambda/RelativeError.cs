using System.Globalization;
using System.Numerics;

namespace LambdaSpeed.Lambda;

/// <summary>How far a result is from the right one.</summary>
internal static class RelativeError
{
    /// <summary>The difference relative to the right one; of results that are no numbers, 0 or 1. Never NaN: one key must not hide what
    /// all others are off by.</summary>
    public static double Of<TResult>(TResult shown, TResult right)
    {
        if (EqualityComparer<TResult>.Default.Equals(shown, right)) return 0;
        if (NumberOf(shown) is not { } of || NumberOf(right) is not { } to || to == 0) return 1;
        var error = Math.Abs(of - to) / Math.Abs(to);
        return double.IsNaN(error) ? 1 : error;
    }

    /// <summary>The number that a result is; null when it is none. Of an average, which is null where there is nothing, too.</summary>
    private static double? NumberOf<TResult>(TResult result) => result switch
    {
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            Convert.ToDouble(result, CultureInfo.InvariantCulture),
        Half number => (double)number,
        Int128 number => (double)number,
        UInt128 number => (double)number,
        BigInteger number => (double)number,
        TimeSpan time => time.Ticks,
        _ => null,
    };
}
