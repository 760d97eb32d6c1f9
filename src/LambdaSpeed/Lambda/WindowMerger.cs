using LambdaSpeed.State;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Lambda;

/// <summary>Makes the merged view of windows.</summary>
/// <exception cref="CodecException">What is kept has no codec.</exception>
/// <exception cref="BatchViewException">The batch view that was published before cannot be opened.</exception>
internal sealed class WindowMerger<TKey, TResult>(EpochPublication publication, MergedViewOptions options, HandOver handOver)
    : IWindowViewVisitor<TKey, TResult, MergedWindows<TKey, TResult>>
    where TKey : notnull
{
    public MergedWindows<TKey, TResult> Visit<TTableKey, TAccumulator, TTableResult>(
        WindowView<TKey, TTableKey, TAccumulator, TTableResult, TResult> view)
        where TTableKey : notnull
    {
        var definition = view.Table.Definition;
        var codec = definition.AccumulatorCodec ?? throw CodecException.Missing(typeof(TAccumulator));
        var schema = new BatchViewSchema<TTableKey, TAccumulator>(
            definition.KeyCodec, codec, definition.Aggregation!, new ViewRule<TTableKey, TAccumulator, TTableResult>(definition));
        return new MergedWindowView<TKey, TTableKey, TAccumulator, TTableResult, TResult>(
            view, new(view.Table, schema, publication, options, handOver)
            {
                Comparison = (before, batch) => new WindowAccuracyCheck<TKey, TTableKey, TAccumulator, TTableResult, TResult>(
                    view, before, batch, options),
            });
    }
}
