namespace LambdaSpeed.Tasks;

/// <summary>An entry of a <see cref="PartialTable{TKey, TAccumulator}"/>.</summary>
internal struct PartialEntry<TKey, TAccumulator>
{
    public TKey Key;
    public TAccumulator Accumulator;
    public uint Hash;

    /// <summary>The round of the table in which the slot was used.</summary>
    public int Round;
}
