namespace LambdaSpeed.Aggregation;

/// <summary>The array behind <see cref="Collected{TEntry}"/> values.</summary>
internal sealed class CollectedEntries<TEntry>(TEntry[] entries, int written) : PrefixClaim(written)
{
    public TEntry[] Entries { get; } = entries;
}
