namespace LambdaSpeed.BatchViews;

/// <summary>How accumulators merge, whatever was added to them.</summary>
internal interface IMergeRule<TAccumulator>
{
    TAccumulator Zero();

    /// <summary>Adds all that <paramref name="other"/> holds, which stays as it is.</summary>
    void Merge(ref TAccumulator accumulator, in TAccumulator other);
}
