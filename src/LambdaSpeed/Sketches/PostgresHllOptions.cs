namespace LambdaSpeed.Sketches;

/// <summary>The parameters of a <see cref="PostgresHll"/>, the ones of a column <c>hll(logM, width, explicit, sparse)</c> in
/// PostgreSQL. Sketches with different ones cannot be merged, there or here.</summary>
public sealed record PostgresHllOptions
{
    /// <summary>The logarithm of the number of registers, 4 to 17.</summary>
    /// <value>11, for a standard error of 2.3 %.</value>
    public int LogM { get; init; } = 11;

    /// <summary>How many bits a register takes, 1 to 7.</summary>
    /// <value>5.</value>
    public int RegisterWidth { get; init; } = 5;

    /// <summary>How many distinct hashes are kept as they are before they become registers: a power of two, 0 for none, or -1 for as many
    /// as take the room of the registers.</summary>
    /// <value>-1.</value>
    public int ExplicitLimit { get; init; } = -1;

    /// <summary>Whether few registers are written one by one while that is shorter.</summary>
    /// <value>True.</value>
    public bool IsSparseEnabled { get; init; } = true;
}
