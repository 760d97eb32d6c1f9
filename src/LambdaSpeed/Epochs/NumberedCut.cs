namespace LambdaSpeed.Epochs;

/// <summary>A cut, by the number of the slice that it ends.</summary>
/// <param name="number">The number.</param>
/// <param name="cut">The cut.</param>
/// <param name="madeAt">When it was made, by the run's clock.</param>
internal sealed class NumberedCut(int number, Cut cut, DateTimeOffset madeAt)
{
    public int Number => number;

    public Cut Cut => cut;

    public DateTimeOffset MadeAt => madeAt;

    /// <summary>The cut as checkpoints keep it: written with every epoch, so made once.</summary>
    public string Json { get; } = cut.ToJson();
}
