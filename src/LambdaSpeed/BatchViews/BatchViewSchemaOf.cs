using LambdaSpeed.BatchViews;

namespace LambdaSpeed;

/// <summary>What a batch view is made of: how its keys and accumulators are written, and how accumulators merge. Made by
/// <see cref="BatchViewSchema"/>; immutable, and safe from any thread.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
public sealed class BatchViewSchema<TKey, TAccumulator>
    where TKey : notnull
{
    internal BatchViewSchema(
        ICodec<TKey> keyCodec, ICodec<TAccumulator> accumulatorCodec, string aggregator, IMergeRule<TAccumulator> rule)
    {
        AccumulatorCodec = accumulatorCodec;
        Aggregator = aggregator;
        Rule = rule;
        Keys = new(keyCodec);
    }

    /// <summary>The codec of the keys.</summary>
    public ICodec<TKey> KeyCodec => Keys.Codec;

    /// <summary>The codec of the accumulators.</summary>
    public ICodec<TAccumulator> AccumulatorCodec { get; }

    /// <summary>The aggregator's name.</summary>
    public string Aggregator { get; }

    /// <summary>Whether the keys have an order, so that ranges of them can be read.</summary>
    public bool IsOrdered => Keys.IsOrdered;

    /// <summary>How accumulators merge; an <see cref="IReadingRule{TAccumulator, TResult}"/> too.</summary>
    internal IMergeRule<TAccumulator> Rule { get; }

    internal KeyEncoding<TKey> Keys { get; }

    /// <summary>The identity of a view of this schema.</summary>
    /// <param name="cut">Up to where the view accounts for the master data.</param>
    public BatchViewIdentity At(Cut cut) => new(KeyCodec.Schema, IsOrdered, AccumulatorCodec.Schema, Aggregator, cut);
}
