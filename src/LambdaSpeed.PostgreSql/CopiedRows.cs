namespace LambdaSpeed.PostgreSql;

/// <summary>What one write copied into the temporary table.</summary>
internal sealed class CopiedRows
{
    public bool HasPuts { get; private set; }

    public bool HasRemovals { get; private set; }

    /// <summary>The slices that rows were put into; none where there are no slices.</summary>
    public SortedSet<int> Slices { get; } = [];

    public void Count(bool isRemoval, int? slice)
    {
        HasRemovals |= isRemoval;
        HasPuts |= !isRemoval;
        if (slice is { } number && !isRemoval) Slices.Add(number);
    }
}
