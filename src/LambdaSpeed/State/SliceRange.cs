namespace LambdaSpeed.State;

/// <summary>Which slices of a view are one: from the first number to the last. Slice <c>n</c> begins at cut <c>n - 1</c>, or with the
/// sources, and ends at cut <c>n</c>; where several are folded the cuts between them are withdrawn.</summary>
internal readonly record struct SliceRange(int First, int Last)
{
    /// <summary>Are all of the other's slices among these?</summary>
    public bool Holds(SliceRange other) => other.First >= First && other.Last <= Last;

    public override string ToString() => First == Last ? $"slice {First}" : $"slices {First} to {Last}";
}
