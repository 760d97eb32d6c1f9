namespace LambdaSpeed.Windows;

/// <summary>Accumulates what another aggregator does, and beside it what is needed to fire.</summary>
internal readonly struct FiringAggregator<TValue, TAccumulator, TResult, TAggregator>(TAggregator aggregator, FiringMode mode)
    : IAggregator<TValue, FiringSum<TAccumulator>, TResult>, ICopyingAggregator<FiringSum<TAccumulator>>
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    private readonly TAggregator _aggregator = aggregator;

    public ICodec<FiringSum<TAccumulator>>? AccumulatorCodec =>
        _aggregator.AccumulatorCodec is { } codec ? new FiringSumCodec<TAccumulator>(codec) : null;

    public FiringSum<TAccumulator> Zero() => new() { Value = _aggregator.Zero() };

    public void Add(ref FiringSum<TAccumulator> accumulator, TValue value)
    {
        _aggregator.Add(ref accumulator.Value, value);
        accumulator.Pending++;
        if (mode != FiringMode.Discarding) return;
        BeginSince(ref accumulator);
        _aggregator.Add(ref accumulator.Since, value);
    }

    public void Merge(ref FiringSum<TAccumulator> accumulator, in FiringSum<TAccumulator> other)
    {
        _aggregator.Merge(ref accumulator.Value, in other.Value);
        accumulator.Count = Math.Max(accumulator.Count, other.Count);
        accumulator.IsPast = other.IsPast; // of the one that ends last, as sessions are merged in that order
        accumulator.Pending += other.Pending;
        if (other.Fired is { } fired) accumulator.Fired = [.. accumulator.Fired ?? [], .. fired];
        if (!other.HasSince) return;
        BeginSince(ref accumulator);
        _aggregator.Merge(ref accumulator.Since, in other.Since);
    }

    public TResult Result(in FiringSum<TAccumulator> accumulator) => _aggregator.Result(in accumulator.Value);

    public FiringSum<TAccumulator> Copy(in FiringSum<TAccumulator> accumulator)
    {
        if (_aggregator is not ICopyingAggregator<TAccumulator> copier) return accumulator;
        var copy = accumulator with { Value = copier.Copy(in accumulator.Value) };
        if (copy.HasSince) copy.Since = copier.Copy(in accumulator.Since);
        return copy;
    }

    private void BeginSince(ref FiringSum<TAccumulator> accumulator)
    {
        if (accumulator.HasSince) return;
        accumulator.HasSince = true;
        accumulator.Since = _aggregator.Zero();
    }
}
