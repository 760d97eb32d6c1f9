namespace LambdaSpeed.Views;

/// <summary>What is kept for keys rather than what readers are given, as of one epoch that is held readable. It must not be
/// changed.</summary>
internal interface IAccumulators<TKey, TAccumulator> : IDisposable
    where TKey : notnull
{
    EpochId Epoch { get; }

    bool TryReadAccumulator(TKey key, out TAccumulator accumulator);

    /// <summary>All of them, each key once, in no order.</summary>
    IEnumerable<KeyValuePair<TKey, TAccumulator>> Accumulators();
}
