namespace LambdaSpeed.State;

/// <summary>A part of the state that need not be in memory as a whole when the store reads single keys.</summary>
internal interface IKeyedSection : IStateSection
{
    /// <summary>Tables that can do with a part of their keys; 0 when all must be in memory.</summary>
    int PartialTables { get; }

    /// <summary>Is it known how many keys there are, those in the store included? For a section that others than its tasks read.</summary>
    bool IsCounted { get; }

    /// <summary>How many keys there are as of an epoch that may be read.</summary>
    long CountAsOf(EpochId epoch);

    /// <summary>States how many keys there are at the start.</summary>
    void BeginWith(long count);

    /// <summary>Has the tables read their keys from a store. Before the tasks run; nothing was loaded.</summary>
    /// <param name="stored">The store.</param>
    /// <param name="sharers">How many tables share the memory that it allows.</param>
    void ReadFrom(StoredKeys stored, int sharers);
}
