using LambdaSpeed.Streams;

namespace LambdaSpeed.Building;

/// <summary>What a keyed stream is made of, without the type of the tuples before the key was taken.</summary>
internal interface IKeyedSource<TKey, T>
    where TKey : notnull
{
    /// <summary>Hashes the key; null is reported when the topology is built.</summary>
    ICodec<TKey>? Codec { get; }

    TopologyDraft Draft { get; }

    /// <summary>How many tasks take keys.</summary>
    int Parallelism { get; }

    /// <summary>Adds the component that takes key and value; a null projection takes the tuple itself.</summary>
    Stream<KeyedTuple<TKey, TValue>> Key<TValue>(Func<T, TValue>? projection);

    /// <summary>The same for a component that may add up before it hands on.</summary>
    SummedFlow<TKey, TValue, TAccumulator> Sum<TValue, TAccumulator, TResult, TAggregator>(
        Func<T, TValue>? projection, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>;
}
