namespace LambdaSpeed;

/// <summary>How values accumulate: the one algebra of panes, views, batch views and sketches.</summary>
/// <remarks>
/// <para><see cref="Add"/> and <see cref="Merge"/> are associative and commutative: neither the order of the values nor the way they
/// were split into parts may show in the result. Where order matters (the latest value, say), the position is part of the value.</para>
/// <para>Called by one thread at a time for one accumulator; the aggregator itself is shared by all tasks and must hold no mutable state.
/// It must not throw: a throwing aggregator halts the run, whatever the failure policy.</para>
/// <para>A struct that implements this interface is specialised by the runtime: no boxing and no virtual call for each value.</para>
/// </remarks>
/// <typeparam name="TIn">What is added.</typeparam>
/// <typeparam name="TAccumulator">What is kept for each key; mergeable.</typeparam>
/// <typeparam name="TResult">What readers are given.</typeparam>
public interface IAggregator<TIn, TAccumulator, TResult>
{
    /// <summary>The accumulator of no values: the neutral element of <see cref="Merge"/>.</summary>
    TAccumulator Zero();

    /// <summary>Adds one value.</summary>
    /// <param name="accumulator">The accumulator, changed in place.</param>
    /// <param name="value">The value.</param>
    void Add(ref TAccumulator accumulator, TIn value);

    /// <summary>Adds all that another accumulator holds; <paramref name="other"/> stays as it is.</summary>
    /// <param name="accumulator">The accumulator, changed in place.</param>
    /// <param name="other">The other part.</param>
    void Merge(ref TAccumulator accumulator, in TAccumulator other);

    /// <summary>What a reader is given for this accumulator; does not change it.</summary>
    /// <param name="accumulator">The accumulator.</param>
    TResult Result(in TAccumulator accumulator);

    /// <summary>The codec by which accumulators are kept in checkpoints; null when there is none, because a type that they are made of
    /// has no codec. A view without checkpoints needs none.</summary>
    /// <remarks>What is read back must add, merge and read exactly as what was written. Asked while a topology is built, not for each
    /// value. Unless the aggregator says otherwise, it is the codec that <see cref="Codec.For{T}"/> knows for the accumulator.</remarks>
    ICodec<TAccumulator>? AccumulatorCodec => Codec.TryFor<TAccumulator>(out var codec) ? codec : null;
}
