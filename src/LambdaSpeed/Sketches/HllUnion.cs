namespace LambdaSpeed.Sketches;

/// <summary>Puts HLL sketches of any size and width together, none of which is changed.</summary>
/// <remarks>The result has the registers that one sketch of all items would have, in the size of the smallest large sketch that took
/// part, and at most the size given here. Where all are of one size, <see cref="HllSketch.Merge"/> does the same.</remarks>
public sealed class HllUnion
{
    private readonly HllSketch _union;

    /// <summary>Creates an empty union.</summary>
    /// <param name="maxLogK">The greatest logarithm of the number of registers of the result, 4 to 21.</param>
    public HllUnion(int maxLogK = HllSketch.DefaultLogK) => _union = new(maxLogK, HllWidth.Bits8);

    /// <summary>The estimated number of distinct items of all sketches.</summary>
    public double Estimate => _union.Estimate;

    /// <summary>Adds the items of a sketch.</summary>
    /// <param name="sketch">The sketch; stays as it is.</param>
    public void Add(HllSketch sketch) => _union.Merge(sketch);

    /// <summary>A sketch of all items so far.</summary>
    /// <param name="width">How many bits a register takes.</param>
    /// <returns>A sketch of its own.</returns>
    public HllSketch ToSketch(HllWidth width = HllWidth.Bits8) => _union.As(width);
}
