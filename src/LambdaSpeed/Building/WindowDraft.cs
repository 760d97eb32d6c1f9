namespace LambdaSpeed.Building;

/// <summary>What is said of a view of windows after its aggregation was described.</summary>
internal sealed class WindowDraft
{
    /// <summary>Was the view's name given out?</summary>
    public bool IsNamed { get; set; }
}
