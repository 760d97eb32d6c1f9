namespace LambdaSpeed.State;

/// <summary>What a table keeps for one value of keyed state; without a value it stands for a cleared one.</summary>
internal readonly record struct StateSlot<T>(bool HasValue, T? Value);
