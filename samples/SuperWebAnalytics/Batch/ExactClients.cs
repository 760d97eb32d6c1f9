using LambdaSpeed;

namespace SuperWebAnalytics.Batch;

/// <summary>Unique clients for the batch layer: the exact partner of <see cref="ApproximateClients"/>.</summary>
internal readonly struct ExactClients : IAggregator<string, UniqueClients, long>, ICopyingAggregator<UniqueClients>
{
    public ICodec<UniqueClients> AccumulatorCodec => UniqueClientsCodec.Instance;

    public UniqueClients Zero() => new();

    public void Add(ref UniqueClients accumulator, string value) => accumulator.AddKnown(value);

    public void Merge(ref UniqueClients accumulator, in UniqueClients other) => accumulator.UnionWith(other);

    public long Result(in UniqueClients accumulator) => accumulator.Count;

    public UniqueClients Copy(in UniqueClients accumulator) => accumulator.Copy();
}
