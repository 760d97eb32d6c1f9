namespace LambdaSpeed.State;

/// <summary>One declared state of a keyed bolt's task, seen without the type of its values.</summary>
internal interface IStateCell<TKey>
{
    void Begin(TKey key, uint hash);

    void Commit();

    void Rollback();

    void Seal(EpochId next, EpochId oldestNeeded);
}
