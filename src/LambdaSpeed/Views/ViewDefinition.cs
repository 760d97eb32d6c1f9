using LambdaSpeed.Aggregation;
using LambdaSpeed.Codecs;
using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>What a view is, apart from any run: how its keys are hashed and what its accumulators read as.</summary>
/// <param name="Name">The view's name.</param>
/// <param name="KeyCodec">Hashes and stores the keys.</param>
/// <param name="Zero">What no tuples amount to.</param>
/// <param name="Merge">Adds all that one accumulator holds to another: for keys that several slices have. Null for views whose entries
/// depend
/// on what came before, so that they are never cut.</param>
/// <param name="Result">What a reader is given for an accumulator.</param>
/// <param name="Copy">Copies an accumulator that changes in place; null for those that assignment copies whole.</param>
/// <param name="AccumulatorCodec">Stores the accumulators; null when they have no codec, so that the view cannot be
/// checkpointed.</param>
/// <param name="ExpectedKeys">Keys to have room for from the start, in all tasks together.</param>
/// <param name="Parts">What the keys are made of, when each belongs to a key of the topology; null when they are such keys.</param>
/// <param name="Kind">What the entries stand for, when they are not simply the accumulators of keys: compared with what was
/// saved.</param>
/// <param name="Aggregation">The name of the aggregation, for batch views; null where there are none.</param>
/// <param name="HoldsHotKeys">Does memory hold only the keys that are in use, where the store reads the others? Such a view is never
/// cut.</param>
internal sealed record ViewDefinition<TKey, TAccumulator, TValue>(
    string Name,
    ICodec<TKey> KeyCodec,
    Func<TAccumulator> Zero,
    MergeInto<TAccumulator>? Merge,
    Func<TAccumulator, TValue> Result,
    Func<TAccumulator, TAccumulator>? Copy,
    ICodec<TAccumulator>? AccumulatorCodec,
    int ExpectedKeys,
    IEntryHash<TKey>? Parts = null,
    string? Kind = null,
    string? Aggregation = null,
    bool HoldsHotKeys = false)
    where TKey : notnull
{
    /// <summary>The hash that leads to a slot.</summary>
    public uint EntryHash(TKey key) => Parts is null ? KeyHash.Of(key, KeyCodec) : Parts.EntryHash(key);

    /// <summary>The hash that leads to a task, of a key whose slot's hash is known.</summary>
    public uint OwnerHash(TKey key, uint entryHash) => Parts is null ? entryHash : Parts.OwnerHash(key);
}
