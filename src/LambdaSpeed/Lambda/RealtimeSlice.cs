using LambdaSpeed.Codecs;
using LambdaSpeed.Views;

namespace LambdaSpeed.Lambda;

/// <summary>A whole realtime view as one slice that is open.</summary>
/// <param name="view">The view.</param>
/// <param name="keyCodec">The codec by which readers hash keys.</param>
/// <param name="start">The cut at which the view's run began to accumulate; null at the beginning of the sources.</param>
internal sealed class RealtimeSlice<TKey, TAccumulator, TValue>(
    RealtimeView<TKey, TAccumulator, TValue> view, ICodec<TKey> keyCodec, Cut? start) : ISlice<TKey, TAccumulator>
    where TKey : notnull
{
    private readonly bool _hashesAlike = ReferenceEquals(keyCodec, view.Definition.KeyCodec);

    public Cut? Start => start;

    public Cut? End => null;

    public object Parts => view.Parts;

    public bool TryRead(object parts, TKey key, uint hash, EpochId epoch, out TAccumulator accumulator) =>
        view.TryReadAccumulator(
            (ViewPartition<TKey, TAccumulator>[])parts, key, _hashesAlike ? hash : KeyHash.Of(key, view.Definition.KeyCodec), epoch,
            out accumulator);

    public IEnumerable<KeyValuePair<TKey, TAccumulator>> ReadAll(object parts, EpochId epoch) =>
        RealtimeView<TKey, TAccumulator, TValue>.ReadAccumulators((ViewPartition<TKey, TAccumulator>[])parts, epoch);
}
