namespace LambdaSpeed.Aggregation;

/// <summary>Keeps the entry that comes first in an order; of interchangeable ones, any.</summary>
/// <remarks>The one aggregator behind Min, Max, MinBy, MaxBy, Latest and Earliest. Adding is one comparison.</remarks>
internal readonly struct ChosenAggregator<TEntry, TResult, TOrder, TReading> : IAggregator<TEntry, Chosen<TEntry>, TResult>
    where TOrder : IEntryOrder<TEntry>
    where TReading : IChosenReading<TEntry, TResult>
{
    public ICodec<Chosen<TEntry>>? AccumulatorCodec =>
        TOrder.EntryCodec is { } entry ? AccumulatorCodecs.Chosen(entry) : null;

    public Chosen<TEntry> Zero() => default;

    public void Add(ref Chosen<TEntry> accumulator, TEntry value)
    {
        if (!accumulator.HasEntry || TOrder.Compare(value, accumulator.Entry!) < 0) accumulator = new(value);
    }

    public void Merge(ref Chosen<TEntry> accumulator, in Chosen<TEntry> other)
    {
        if (other.HasEntry) Add(ref accumulator, other.Entry!);
    }

    public TResult Result(in Chosen<TEntry> accumulator) => TReading.Read(accumulator);
}
