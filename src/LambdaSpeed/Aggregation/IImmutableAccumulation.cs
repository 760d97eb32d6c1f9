namespace LambdaSpeed.Aggregation;

/// <summary>Marks aggregators that never change an accumulator's object in place but assign a new one, so that no copy is needed.</summary>
internal interface IImmutableAccumulation;
