using LambdaSpeed.Windows;

namespace LambdaSpeed.Building;

/// <summary>What is said of a view of windows after its aggregation was described.</summary>
internal sealed class WindowDraft
{
    /// <summary>Was the view's name given out?</summary>
    public bool IsNamed { get; set; }

    /// <summary>When and where results are put out; null while nobody wants them as a stream.</summary>
    public FiringOutput? Firings { get; set; }

    /// <summary>The settings, when all is said: without a view that somebody reads, and without a word of how long, final windows are
    /// let go.</summary>
    public WindowSettings Complete(WindowSettings settings) => IsNamed || settings.Kept is not null ? settings : settings with { Kept = 0 };
}
