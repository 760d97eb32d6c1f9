using LambdaSpeed.Streams;

namespace LambdaSpeed.State;

/// <summary>The keys of one task's part of a section that are in memory, while the store keeps all of them. Owner only.</summary>
internal interface IResidentKeys<TKey>
{
    /// <summary>Does the store keep the others? Known when the tasks begin.</summary>
    bool IsPartial { get; }

    /// <summary>Lets go of keys when there are too many; before those are wanted that must stay.</summary>
    /// <param name="calls">How many keys may come.</param>
    void MakeRoom(int calls);

    /// <summary>Notes that a call for a key is to come.</summary>
    void Want(TKey key, uint hash);

    /// <summary>Brings what is wanted into memory, where it stays until the next <see cref="MakeRoom"/>.</summary>
    /// <exception cref="CheckpointException">The store cannot be read.</exception>
    void Fetch();

    /// <summary>Brings the keys of tuples that are to come into memory, if the store keeps more than is there. Between two calls; holds
    /// until the next time.</summary>
    /// <exception cref="CheckpointException">The store cannot be read.</exception>
    void Fetch<T>(ReadOnlySpan<KeyedTuple<TKey, T>> tuples)
    {
        if (!IsPartial) return;
        MakeRoom(tuples.Length);
        foreach (ref readonly var tuple in tuples) Want(tuple.Key, tuple.Hash);
        Fetch();
    }
}
