namespace LambdaSpeed.Sketches;

/// <summary>How many bits a register of an <see cref="HllSketch"/> takes. All three hold the same values and give the same
/// estimates; they differ in size and speed only, and any can be merged into any.</summary>
public enum HllWidth
{
    /// <summary>Half a byte a register, with a small table for the few that do not fit: the smallest, and the slowest by a
    /// little.</summary>
    Bits4 = 0,

    /// <summary>Three quarters of a byte a register.</summary>
    Bits6 = 1,

    /// <summary>A byte a register: the fastest.</summary>
    Bits8 = 2,
}
