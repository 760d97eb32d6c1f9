using static LambdaSpeed.Testing.LogProbe;

namespace LambdaSpeed.Testing;

public static partial class LogContract
{
    private static async Task Consumers_AreIndependent(LogProbe probe)
    {
        var log = await probe.OpenAsync().ConfigureAwait(false);
        Append(log, 0, 0, 100);
        Append(log, 1, 0, 100);
        for (var turn = 1; turn <= 4; turn++)
        {
            using (var first = log.OpenConsumer("first"))
            using (var second = log.OpenConsumer("second"))
            {
                first.Commit([new(0, 10 * turn), new(1, 20 * turn)]);
                second.Commit(new LogPosition(1, 5 * turn));
            }
            log = await probe.ReopenAsync(log).ConfigureAwait(false);
            probe.RequireNumbers(probe.Read(log, 0, LogStart.Stored("first")), 10 * turn, 100 - (10 * turn), "the first consumer");
            probe.RequireNumbers(probe.Read(log, 1, LogStart.Stored("first")), 20 * turn, 100 - (20 * turn), "the first consumer");
            probe.RequireNumbers(probe.Read(log, 0, LogStart.Stored("second")), 0, 100, "a partition that was not committed");
            probe.RequireNumbers(probe.Read(log, 1, LogStart.Stored("second")), 5 * turn, 100 - (5 * turn), "the second consumer");
        }
        log.DeleteConsumer("first");
        log = await probe.ReopenAsync(log).ConfigureAwait(false);
        probe.Require(log.ConsumerNames.SequenceEqual(["second"]), $"consumers are {string.Join(", ", log.ConsumerNames)}");
        probe.RequireNumbers(probe.Read(log, 1, LogStart.Stored("second")), 20, 80, "the one that was not deleted");
    }

    private static async Task Consumer_ThatCommitted_GoesOnBehind_AfterACrash(LogProbe probe)
    {
        var log = await probe.OpenAsync().ConfigureAwait(false);
        Append(log, 0, 0, 1000);
        await log.SyncAsync(probe.Cancel).ConfigureAwait(false);
        for (var crash = 1; crash <= Crashes; crash++)
        {
            using (var consumer = log.OpenConsumer("reports")) consumer.Commit(new LogPosition(0, 40 * crash));
            await probe.CrashAsync(log).ConfigureAwait(false);
            log = await probe.OpenAsync().ConfigureAwait(false);
            var found = probe.Read(log, 0, LogStart.Stored("reports"));
            probe.RequireNumbers(found, 40 * crash, 1000 - (40 * crash), $"after crash {crash}");
        }
    }

    private static async Task Retention_DeletesFromTheBeginning_AndSaysSo(LogProbe probe)
    {
        const int Count = 1000;
        var log = await probe.OpenAsync(probe.Small with { RetentionBytes = 10_000 }).ConfigureAwait(false);
        await FillAsync(probe, log, Count).ConfigureAwait(false);
        log.ApplyRetention();
        var first = log.FirstOffset(0);
        probe.Require(first is > 0 and < Count, $"of {Count} records those from {first} on are kept");
        probe.RequireNumbers(probe.Read(log, 0), (int)first, Count - (int)first, "what is kept");
        probe.RequireThrows<LogPositionException>(
            () => probe.Read(log, 0, LogStart.At(new LogPosition(0, first - 1))), "for a record that was deleted");
        await probe.CrashAsync(log).ConfigureAwait(false);
        log = await probe.OpenAsync().ConfigureAwait(false);
        probe.Require(log.FirstOffset(0) <= first && log.EndOffset(0) == Count, "the log has other records after a crash");
        probe.Require(log.Append(0, new LogEntry("x"u8)).Offset == Count, "offsets begin anew where records were deleted");
    }

    private static async Task Retention_KeepsWhatAConsumerNeeds(LogProbe probe)
    {
        const int Count = 1000;
        var forgetful = probe.Small with { RetentionBytes = 0, MayPassConsumers = false };
        var log = await probe.OpenAsync(forgetful).ConfigureAwait(false);
        using (var consumer = log.OpenConsumer("slow")) consumer.Commit([new(0, 0), new(1, 0)]);
        await FillAsync(probe, log, Count).ConfigureAwait(false);
        for (var done = 0; done <= Count; done += 250)
        {
            using (var consumer = log.OpenConsumer("slow")) consumer.Commit(new LogPosition(0, done));
            await log.SyncAsync(probe.Cancel).ConfigureAwait(false);
            log.ApplyRetention();
            await probe.CrashAsync(log).ConfigureAwait(false);
            log = await probe.OpenAsync(forgetful).ConfigureAwait(false);
            log.ApplyRetention();
            probe.Require(log.FirstOffset(0) <= done, $"records from {done} on are needed, those from {log.FirstOffset(0)} on kept");
            probe.RequireNumbers(probe.Read(log, 0, LogStart.Stored("slow")), done, Count - done, $"what is owed behind {done}");
        }
        probe.Require(log.FirstOffset(0) > 0, "nothing was deleted, though the consumer is through");
    }

    /// <summary>Appends to partition 0, with a segment now and then.</summary>
    private static async Task FillAsync(LogProbe probe, ReplayLog log, int count)
    {
        for (var from = 0; from < count; from += 50)
        {
            Append(log, 0, from, 50);
            await log.SyncAsync(probe.Cancel).ConfigureAwait(false);
        }
    }
}
