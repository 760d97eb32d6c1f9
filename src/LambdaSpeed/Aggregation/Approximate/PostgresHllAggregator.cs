using System.Runtime.CompilerServices;
using LambdaSpeed.Sketches;

namespace LambdaSpeed.Aggregation.Approximate;

/// <summary>Estimates how many distinct items there are, with the sketch of PostgreSQL's extension <c>hll</c>.</summary>
internal readonly struct PostgresHllAggregator<TItem>(PostgresHllOptions options, ICodec<TItem>? codec)
    : IAggregator<TItem, PostgresHll, long>, ICopyingAggregator<PostgresHll>
{
    public ICodec<PostgresHll> AccumulatorCodec => AccumulatorCodecs.SketchOf<PostgresHll>(
        "postgreshll", $"{options.LogM},{options.RegisterWidth},{options.ExplicitLimit},{(options.IsSparseEnabled ? 1 : 0)}");

    public PostgresHll Zero() => new(options);

    public void Add(ref PostgresHll accumulator, TItem value)
    {
        if (value is null) return; // as hll_add_agg passes over NULL; an empty text is an item there

        if (SketchItem<TItem>.IsText) accumulator.Add(SketchItem<TItem>.TextOf(value));
        else if (typeof(TItem) == typeof(int)) accumulator.AddInteger(Unsafe.As<TItem, int>(ref value));
        else if (codec is null) accumulator.Add(SketchItem<TItem>.NumberOf(value, null));
        else accumulator.AddHash((long)codec.Hash(value));
    }

    public void Merge(ref PostgresHll accumulator, in PostgresHll other) => accumulator.Merge(other);

    public long Result(in PostgresHll accumulator) => (long)Math.Round(accumulator.Estimate);

    public PostgresHll Copy(in PostgresHll accumulator) => accumulator.Copy();
}
