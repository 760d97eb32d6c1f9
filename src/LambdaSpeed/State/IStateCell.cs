namespace LambdaSpeed.State;

/// <summary>One declared state of a keyed bolt's task, seen without the type of its values. Owner only.</summary>
internal interface IStateCell<TKey>
{
    /// <summary>How often <see cref="Sweep"/> is due; null for never.</summary>
    TimeSpan? SweepInterval { get; }

    /// <summary>A call for a tuple of this key begins.</summary>
    void Begin(TKey key, uint hash);

    /// <summary>The call has returned: what it wrote stays.</summary>
    void Commit();

    /// <summary>The call has thrown: all is as before it.</summary>
    void Rollback();

    /// <summary>Between two calls: the epoch ends.</summary>
    void Seal(EpochId next, EpochId oldestNeeded);

    /// <summary>Between two calls: removes some of what has expired; true when there was any.</summary>
    bool Sweep();
}
