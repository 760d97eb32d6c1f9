namespace LambdaSpeed.Testing;

/// <summary>The verbs of the checkpoint store's contract, for one clause. Disposal frees what the clause has left open.</summary>
internal sealed class CheckpointStoreProbe(string clause, CheckpointStoreHarness harness) : ContractProbe(clause), IDisposable
{
    private readonly List<IDisposable> _opened = []; // in the order of opening

    public CheckpointStoreHarness Harness => harness;

    public ICheckpointStore Store { get; } = harness.Open();

    /// <summary>A run that has opened the store.</summary>
    public PlayedRun Run(int seed = 1, string topology = "hits")
    {
        var run = new PlayedRun(Store, seed, topology, Clause);
        _opened.Add(run);
        return run.Open();
    }

    public ICheckpointJournal Open(string topology = "hits")
    {
        var journal = Store.Open(topology);
        _opened.Add(journal);
        return journal;
    }

    public void RequireEqual<T>(T owed, T found, string subject) =>
        Require(EqualityComparer<T>.Default.Equals(owed, found), $"{subject} is {found}, owed is {owed}");

    /// <summary>What is in a copy of the place, with which something was done; null when its store refuses it with a
    /// <see cref="CheckpointException"/>.</summary>
    public (EpochId Epoch, KeyedBytes State)? ReadCopy(Action<string> act)
    {
        var copy = Directory.CreateTempSubdirectory("lambdaspeed-contract-");
        try
        {
            CrashedDirectory.Copy(harness.Directory!, copy.FullName);
            act(copy.FullName);
            using var journal = harness.OpenAt(copy.FullName).Open("hits");
            return (journal.Latest?.Epoch ?? EpochId.None, KeyedBytes.ReadFrom(journal));
        }
        catch (CheckpointException)
        {
            return null;
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    public void Dispose()
    {
        for (var i = _opened.Count - 1; i >= 0; i--) _opened[i].Dispose();
    }
}
