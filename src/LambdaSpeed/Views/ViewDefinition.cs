namespace LambdaSpeed.Views;

/// <summary>What a view is, apart from any run: how its keys are hashed and what its accumulators read as.</summary>
/// <param name="Name">The view's name.</param>
/// <param name="KeyCodec">Hashes and stores the keys.</param>
/// <param name="Zero">What no tuples amount to.</param>
/// <param name="Result">What a reader is given for an accumulator.</param>
/// <param name="Copy">Copies an accumulator that changes in place; null for those that assignment copies whole.</param>
/// <param name="AccumulatorCodec">Stores the accumulators; null when they have no codec, so that the view cannot be
/// checkpointed.</param>
/// <param name="ExpectedKeys">Keys to have room for from the start, in all tasks together.</param>
internal sealed record ViewDefinition<TKey, TAccumulator, TValue>(
    string Name,
    ICodec<TKey> KeyCodec,
    Func<TAccumulator> Zero,
    Func<TAccumulator, TValue> Result,
    Func<TAccumulator, TAccumulator>? Copy,
    ICodec<TAccumulator>? AccumulatorCodec,
    int ExpectedKeys)
    where TKey : notnull;
