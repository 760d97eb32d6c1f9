using System.Globalization;
using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>A mark as it is stored: <c>incarnation:epoch</c>.</summary>
internal static class MarkText
{
    public static string Of(ViewMark mark) => string.Create(CultureInfo.InvariantCulture, $"{mark.Incarnation}:{mark.Epoch.Number}");

    /// <summary>The mark; null for none.</summary>
    public static ViewMark? Parse(RedisValue stored)
    {
        if (stored.IsNullOrEmpty) return null;
        var text = stored.ToString();
        var parts = text.Split(':');
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var incarnation)
            && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var epoch))
        {
            return new ViewMark(incarnation, new EpochId(epoch));
        }
        throw new FormatException($"'{text}' is no mark: something else writes to the store's keys; set another KeyPrefix.");
    }
}
