namespace LambdaSpeed.State;

/// <summary>A part of the state that need not be in memory as a whole when the store reads single keys.</summary>
internal interface IKeyedSection : IStateSection
{
    /// <summary>Tables that can do with a part of their keys; 0 when all must be in memory.</summary>
    int PartialTables { get; }

    /// <summary>Has the tables read their keys from a store. Before the tasks run; nothing was loaded.</summary>
    /// <param name="stored">The store.</param>
    /// <param name="sharers">How many tables share the memory that it allows.</param>
    void ReadFrom(StoredKeys stored, int sharers);
}
