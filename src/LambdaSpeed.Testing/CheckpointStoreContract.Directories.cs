namespace LambdaSpeed.Testing;

public static partial class CheckpointStoreContract
{
    private const int Kills = 20;
    private const int Damages = 80;

    private static void Directory_AsAKilledProcessLeavesIt_HasEveryCommit(CheckpointStoreProbe probe)
    {
        if (probe.Harness.Directory is null) return;
        var run = probe.Run();
        for (var i = 0; i < Kills; i++)
        {
            for (var j = 0; j < 10; j++) run.DoSomething(probe.Harness.TakesSnapshots);
            run.Check();
            var found = probe.ReadCopy(_ => { });

            probe.Require(found is not null, "what a killed process left is refused");
            probe.RequireEqual(run.Epoch, found!.Value.Epoch, "the latest epoch");
            probe.RequireEqual(run.State, found.Value.State, "the state");
        }
    }

    private static void Directory_ThatIsDamaged_IsRefused_OrGivesACommittedState(CheckpointStoreProbe probe)
    {
        if (probe.Harness.Directory is null) return;
        var states = new Dictionary<EpochId, KeyedBytes> { [EpochId.None] = KeyedBytes.Empty };
        var run = probe.Run();
        for (var i = 0; i < 24; i++)
        {
            if (i % 8 == 5) run.Reopen();
            if (probe.Harness.TakesSnapshots && i % 8 == 3) run.Snapshot();
            states[run.Commit().Epoch] = run.State;
        }
        run.Dispose();

        var refused = 0;
        for (var seed = 0; seed < Damages; seed++)
        {
            var random = new Random(seed);
            if (probe.ReadCopy(copy => CrashedDirectory.Damage(copy, random)) is { } found)
            {
                probe.Require(states.ContainsKey(found.Epoch), $"{found.Epoch} was never committed (damage {seed})");
                probe.RequireEqual(states[found.Epoch], found.State, $"the state of {found.Epoch} (damage {seed})");
            }
            else refused++;
        }
        probe.Require(refused >= Damages / 20, $"of {Damages} damaged copies {refused} were refused");
    }
}
