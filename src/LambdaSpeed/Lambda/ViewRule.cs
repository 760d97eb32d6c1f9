using LambdaSpeed.BatchViews;
using LambdaSpeed.Views;

namespace LambdaSpeed.Lambda;

/// <summary>How what a realtime view keeps is merged, as the view itself does it.</summary>
internal sealed class ViewRule<TKey, TAccumulator, TResult>(ViewDefinition<TKey, TAccumulator, TResult> definition)
    : IReadingRule<TAccumulator, TResult>
    where TKey : notnull
{
    public TAccumulator Zero() => definition.Zero();

    public void Merge(ref TAccumulator accumulator, in TAccumulator other) => definition.Merge!(ref accumulator, in other);

    public TResult Result(in TAccumulator accumulator) => definition.Result(accumulator);
}
