namespace LambdaSpeed.Windows;

/// <summary>What the tuples of a window by number amount to, and how many there are.</summary>
internal struct CountedSum<TAccumulator>
{
    /// <summary>What they amount to.</summary>
    public TAccumulator Value;

    /// <summary>How many there are.</summary>
    public long Count;
}
