using LambdaSpeed.Aggregation.Formats;
using LambdaSpeed.Sketches;
using LambdaSpeed.Sketches.Items;

namespace LambdaSpeed.Aggregation;

/// <content>Sketches: each as many bytes as it is worth, and what the format of the sketch itself does not hold is not kept: a seed of
/// chance is drawn anew.</content>
public static partial class AccumulatorCodecs
{
    /// <summary>For HLL sketches.</summary>
    public static ICodec<HllSketch> Hll { get; } = Sketch<HllSketch>("hll");

    /// <summary>For HLL sketches as PostgreSQL has them.</summary>
    public static ICodec<PostgresHll> PostgresHll { get; } = Sketch<PostgresHll>("postgreshll");

    /// <summary>For theta sketches.</summary>
    public static ICodec<ThetaSketch> Theta { get; } = Sketch<ThetaSketch>("theta");

    /// <summary>For t-digests.</summary>
    public static ICodec<TDigest> TDigest { get; } = Sketch<TDigest>("tdigest");

    /// <summary>For Count-Min sketches of the usual seed and dialect.</summary>
    public static ICodec<CountMinSketch> CountMin { get; } = Sketch<CountMinSketch>("countmin");

    /// <summary>For Bloom filters.</summary>
    public static ICodec<BloomFilter> Bloom { get; } = Sketch<BloomFilter>("bloom");

    /// <summary>For KLL sketches.</summary>
    /// <typeparam name="TItem">The items: <see cref="double"/>, <see cref="float"/>, <see cref="long"/> or
    /// <see cref="string"/>.</typeparam>
    /// <returns>The codec.</returns>
    public static ICodec<KllSketch<TItem>> Kll<TItem>()
        where TItem : notnull =>
        Sketch<KllSketch<TItem>>($"kll<{NameOf<TItem>()}>");

    /// <summary>For sketches that can be merged with those of equal parameters alone: a view whose aggregator has other ones is another
    /// view, which a start with its checkpoint refuses. Sketches of any sizes that can be merged have one name for all.</summary>
    /// <param name="schema">The identity of the format.</param>
    /// <param name="parameters">What must be equal.</param>
    internal static ICodec<TSketch> SketchOf<TSketch>(string schema, FormattableString parameters)
        where TSketch : class, ISketch<TSketch> =>
        Sketch<TSketch>($"{schema}({FormattableString.Invariant(parameters)})");

    /// <summary>For a sketch of one's own.</summary>
    /// <typeparam name="TSketch">The sketch.</typeparam>
    /// <param name="schema">The identity of the format.</param>
    /// <returns>The codec.</returns>
    public static ICodec<TSketch> Sketch<TSketch>(string schema)
        where TSketch : class, ISketch<TSketch>
    {
        ArgumentException.ThrowIfNullOrEmpty(schema);

        return new SketchCodec<TSketch>(schema, TSketch.Read);
    }

    internal static ICodec<FrequentItemsSketch<TItem>> FrequentItems<TItem>(ItemFormat<TItem> format)
        where TItem : notnull =>
        new SketchCodec<FrequentItemsSketch<TItem>>(
            $"frequent<{NameOf<TItem>()}>", bytes => FrequentItemsSketch<TItem>.Read(bytes, format));

    internal static ICodec<ReservoirSample<TItem>> Reservoir<TItem>(ItemFormat<TItem> format)
        where TItem : notnull =>
        new SketchCodec<ReservoirSample<TItem>>($"reservoir<{NameOf<TItem>()}>", bytes => ReservoirSample<TItem>.Read(bytes, format));

    private static string NameOf<TItem>() => Codec.TryFor<TItem>(out var codec) ? codec.Schema : typeof(TItem).Name;
}
