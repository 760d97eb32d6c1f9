namespace LambdaSpeed.BatchViews;

/// <summary>How accumulators merge, and what readers are given for them.</summary>
internal interface IReadingRule<TAccumulator, TResult> : IMergeRule<TAccumulator>
{
    TResult Result(in TAccumulator accumulator);
}
