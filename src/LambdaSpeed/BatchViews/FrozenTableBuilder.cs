using System.Runtime.InteropServices;

namespace LambdaSpeed.BatchViews;

/// <summary>Gathers rows for a table that does not change any more; rows of one key are merged.</summary>
internal sealed class FrozenTableBuilder<TKey, TAccumulator>(BatchViewSchema<TKey, TAccumulator> schema)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TAccumulator> _rows = [];
    private readonly HashSet<TKey> _own = []; // keys whose accumulator is this builder's own, so that it may be merged into

    public void Add(TKey key, TAccumulator accumulator)
    {
        ArgumentNullException.ThrowIfNull(key);
        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, key, out var isThere);
        if (!isThere)
        {
            row = accumulator;
            return;
        }
        if (_own.Add(key))
        {
            var own = schema.Rule.Zero();
            schema.Rule.Merge(ref own, row!);
            row = own;
        }
        schema.Rule.Merge(ref row!, accumulator);
    }

    public FrozenTable<TKey, TAccumulator> Build() => new(schema.Keys, _rows);
}
