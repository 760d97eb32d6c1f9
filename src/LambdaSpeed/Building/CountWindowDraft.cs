using LambdaSpeed.Windows;

namespace LambdaSpeed.Building;

/// <summary>What is said of windows by number after their aggregation was described.</summary>
internal sealed class CountWindowDraft
{
    /// <summary>Was the view's name given out?</summary>
    public bool IsNamed { get; set; }

    /// <summary>The output for full windows; null while nobody wants it.</summary>
    public int? Output { get; set; }

    /// <summary>The settings, when all is said.</summary>
    public CountWindowSettings Complete(CountWindowSettings settings) =>
        IsNamed || settings.Kept is not null ? settings : settings with { Kept = 0 };
}
