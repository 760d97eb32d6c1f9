using System.Globalization;

namespace LambdaSpeed.Views;

/// <summary>The names of a view's slices in checkpoints: <c>view:name</c> for the first, then <c>view@1:name</c> and so on.</summary>
internal static class SectionNames
{
    public static string Of(string view, int number) =>
        number == 0 ? $"view:{view}" : string.Create(CultureInfo.InvariantCulture, $"view@{number}:{view}");

    public static bool TryParse(string name, string view, out int number)
    {
        number = 0;
        if (name == Of(view, 0)) return true;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return name.StartsWith("view@", StringComparison.Ordinal) && name.AsSpan(colon + 1).SequenceEqual(view)
            && int.TryParse(name.AsSpan(5, colon - 5), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
