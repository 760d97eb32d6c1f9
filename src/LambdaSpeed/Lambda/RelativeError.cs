using System.Globalization;

namespace LambdaSpeed.Lambda;

/// <summary>How far a result is from the right one.</summary>
internal static class RelativeError
{
    /// <summary>The difference relative to the right one; of results that are no numbers, 0 or 1.</summary>
    public static double Of<TResult>(TResult shown, TResult right)
    {
        if (EqualityComparer<TResult>.Default.Equals(shown, right)) return 0;
        if (!IsNumber<TResult>()) return 1;
        var (of, to) = (Convert.ToDouble(shown, CultureInfo.InvariantCulture), Convert.ToDouble(right, CultureInfo.InvariantCulture));
        return to == 0 ? 1 : Math.Abs(of - to) / Math.Abs(to);
    }

    private static bool IsNumber<TResult>() =>
        default(TResult) is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal;
}
