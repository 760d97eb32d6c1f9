namespace LambdaSpeed.Aggregation;

/// <summary>Adds all that one accumulator holds to another: an aggregator's <c>Merge</c> without its types.</summary>
internal delegate void MergeInto<TAccumulator>(ref TAccumulator sum, in TAccumulator part);
