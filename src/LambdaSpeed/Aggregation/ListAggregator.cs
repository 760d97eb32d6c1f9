namespace LambdaSpeed.Aggregation;

/// <summary>Collects entries with their positions, sorts them at read.</summary>
internal readonly struct ListAggregator<TEntry, TItem, TOrder, TPart> : IAggregator<TEntry, Collected<TEntry>, IReadOnlyList<TItem>>
    where TOrder : IEntryOrder<TEntry>
    where TPart : IEntryPart<TEntry, TItem>
{
    private static readonly Comparison<TEntry> ByOrder = static (left, right) => TOrder.Compare(left, right);

    public ICodec<Collected<TEntry>>? AccumulatorCodec =>
        TOrder.EntryCodec is { } entry ? AccumulatorCodecs.Collected(entry) : null;

    public Collected<TEntry> Zero() => default;

    public void Add(ref Collected<TEntry> accumulator, TEntry value) => accumulator.Add(value);

    public void Merge(ref Collected<TEntry> accumulator, in Collected<TEntry> other) => accumulator.Add(other);

    public IReadOnlyList<TItem> Result(in Collected<TEntry> accumulator)
    {
        var entries = accumulator.Entries.ToArray();
        Array.Sort(entries, ByOrder);
        return Array.ConvertAll(entries, static entry => TPart.Of(entry));
    }
}
