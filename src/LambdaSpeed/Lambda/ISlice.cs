namespace LambdaSpeed.Lambda;

/// <summary>Part of a realtime view: what a run of epochs has accumulated, kept apart so that it can be dropped whole.</summary>
/// <remarks>Reads come from any thread, take no lock and never hold up a writer. The epoch is pinned by the caller, or found to be still
/// the
/// published one after the read.</remarks>
internal interface ISlice<TKey, TAccumulator>
    where TKey : notnull
{
    /// <summary>The cut at which it begins; null at the beginning of the sources.</summary>
    Cut? Start { get; }

    /// <summary>The cut at which it ends; null while it is open.</summary>
    Cut? End { get; }

    /// <summary>What holds its content now: replaced when a run restarts. Whoever pins an epoch takes it from before the pin, and finds it
    /// the same afterwards.</summary>
    object Parts { get; }

    /// <summary>Reads what a key has accumulated in the slice, as of an epoch.</summary>
    /// <param name="parts">The <see cref="Parts"/> to read in.</param>
    /// <param name="key">The key.</param>
    /// <param name="hash">Its <see cref="Codecs.KeyHash"/>.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="accumulator">The accumulator, which must not be changed in place.</param>
    bool TryRead(object parts, TKey key, uint hash, EpochId epoch, out TAccumulator accumulator);

    /// <summary>Reads all keys as of a pinned epoch, in no order.</summary>
    /// <param name="parts">The <see cref="Parts"/> to read in.</param>
    /// <param name="epoch">The epoch.</param>
    IEnumerable<KeyValuePair<TKey, TAccumulator>> ReadAll(object parts, EpochId epoch);
}
