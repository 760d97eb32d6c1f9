namespace LambdaSpeed.Testing;

public static partial class SourceContract
{
    private const int Records = 400; // of each partition and step

    private static async Task Run_ThatStopped_GoesOnBehind(SourceProbe probe)
    {
        var checkpoints = CheckpointStore.InMemory();
        var steps = probe.Harness.IsEndless ? 3 : 1;
        for (var step = 1; step <= steps; step++)
        {
            await probe.AppendAsync((step - 1) * Records, Records).ConfigureAwait(false);
            var notes = new SourceNotes(probe.Harness.Partitions);
            var run = await probe.StartAsync(notes, checkpoints).ConfigureAwait(false);
            await using (run.ConfigureAwait(false))
            {
                await probe.RequireEachOnceAsync(run, step * Records).ConfigureAwait(false);
                await run.StopAsync(probe.Cancel).ConfigureAwait(false);
            }
            probe.Require(
                notes.Count == Records * probe.Harness.Partitions,
                $"start {step} has read {notes.Count} records, {Records * probe.Harness.Partitions} were new");
        }
    }

    private static async Task Run_ThatCrashed_CountsEachRecordOnce(SourceProbe probe)
    {
        var checkpoints = CheckpointStore.InMemory();
        var steps = probe.Harness.IsEndless ? 6 : 1;
        for (var step = 1; step <= steps; step++)
        {
            await probe.AppendAsync((step - 1) * Records, Records).ConfigureAwait(false);
            var notes = new SourceNotes(probe.Harness.Partitions);
            var run = await probe.StartAsync(notes, checkpoints).ConfigureAwait(false);
            await using (run.ConfigureAwait(false))
            {
                var some = Records * probe.Harness.Partitions * step / (steps + 2); // more or less of it is in an epoch by then
                await probe.WaitAsync(run, () => notes.Count >= some, () => $"{notes.Count} of {some} records were read")
                    .ConfigureAwait(false);
                await run.AbortAsync().ConfigureAwait(false);
            }
        }
        var last = await probe.StartAsync(new SourceNotes(probe.Harness.Partitions), checkpoints).ConfigureAwait(false);
        await using (last.ConfigureAwait(false)) await probe.RequireEachOnceAsync(last, steps * Records).ConfigureAwait(false);
    }

    private static async Task Run_WhoseTaskFails_CountsEachRecordOnce(SourceProbe probe)
    {
        await probe.AppendAsync(0, Records).ConfigureAwait(false);
        var notes = new SourceNotes(probe.Harness.Partitions);
        var faults = 0;
        var run = await probe.StartAsync(notes, CheckpointStore.InMemory(), fault: () =>
        {
            if (faults == 3 || notes.Count < Records * (1 + faults) / 4) return;
            throw new InjectedFaultException($"fault {++faults}");
        }).ConfigureAwait(false);
        await using (run.ConfigureAwait(false))
        {
            await probe.RequireEachOnceAsync(run, Records).ConfigureAwait(false);
            probe.Require(run.Restarts == 3, $"the run was restarted {run.Restarts} times");
        }
    }

    private static async Task Server_ThatIsAway_IsWaitedFor(SourceProbe probe)
    {
        if (!probe.Harness.HasServer) return;
        await probe.AppendAsync(0, Records).ConfigureAwait(false);
        var run = await probe.StartAsync(new SourceNotes(probe.Harness.Partitions), CheckpointStore.InMemory()).ConfigureAwait(false);
        await using (run.ConfigureAwait(false))
        {
            await probe.RequireEachOnceAsync(run, Records).ConfigureAwait(false);
            await probe.Harness.KillServerAsync().ConfigureAwait(false);
            await probe.WaitAsync(run, () => Source(run).State == SourceState.Retrying, () => $"the source says {Source(run)}")
                .ConfigureAwait(false);
            probe.Require(Source(run).Failure is { Length: > 0 }, "the description does not say why the source cannot be read");
            await probe.Harness.StartServerAsync().ConfigureAwait(false);
            await probe.AppendAsync(Records, Records).ConfigureAwait(false);
            await probe.RequireEachOnceAsync(run, 2 * Records).ConfigureAwait(false);
            await probe.WaitAsync(
                run,
                () => Source(run) is { State: SourceState.Reading, Failure: null },
                () => $"the source says {Source(run)}").ConfigureAwait(false);
            probe.Require(run.Restarts == 0, "the run was restarted, though its source was only away");
        }

        static SourceDescription Source(TopologyRun run) => run.Describe().Components[0].Sources[0];
    }
}
