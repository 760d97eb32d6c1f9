namespace LambdaSpeed.Windows;

/// <summary>Which windows by number there are.</summary>
/// <param name="Size">How many tuples are in one.</param>
/// <param name="Every">How many tuples from the begin of one to the begin of the next.</param>
/// <param name="Kept">How many full ones of a key are kept; null for all.</param>
internal sealed record CountWindowSettings(int Size, int Every, int? Kept)
{
    /// <summary>What tells apart what is kept of other windows.</summary>
    public string Kind => Size == Every ? $"by {Size} tuples" : $"by {Size} tuples every {Every}";
}
