using static LambdaSpeed.Testing.LogProbe;

namespace LambdaSpeed.Testing;

public static partial class LogContract
{
    private const int Crashes = 20;

    private static async Task Writer_IsTheOnlyOne(LogProbe probe)
    {
        var log = await probe.OpenAsync().ConfigureAwait(false);
        Append(log, 0, 0, 10);
        await log.SyncAsync(probe.Cancel).ConfigureAwait(false);
        try
        {
            await probe.OpenAsync().ConfigureAwait(false);
            probe.Require(false, "the log is open for writing twice");
        }
        catch (StorageLockedException)
        {
            // as it should be
        }
        var reading = await probe.OpenAsync(probe.Small with { Access = LogAccess.Read }).ConfigureAwait(false);
        probe.RequireNumbers(probe.Read(reading, 0), 0, 10, "read while another one writes");
        Append(log, 0, 10, 10);
        log = await probe.ReopenAsync(log).ConfigureAwait(false);
        probe.RequireNumbers(probe.Read(log, 0), 0, 20, "after the first writer has left");
    }

    private static async Task Crash_KeepsWhatIsDurable(LogProbe probe)
    {
        var log = await probe.OpenAsync().ConfigureAwait(false);
        for (var crash = 0; crash < Crashes; crash++)
        {
            var before = (int)log.EndOffset(0);
            Append(log, 0, before, 17);
            if (crash % 2 == 0) await log.SyncAsync(probe.Cancel).ConfigureAwait(false);
            else await log.WaitForAsync(new LogPosition(0, before + 16), probe.Cancel).ConfigureAwait(false);
            var durable = log.DurableOffset(0);
            probe.Require(durable == before + 17, $"durable up to {durable}, though it was waited for {before + 17}");
            await probe.CrashAsync(log).ConfigureAwait(false);
            log = await probe.OpenAsync().ConfigureAwait(false);

            probe.RequireNumbers(probe.Read(log, 0), 0, before + 17, $"after crash {crash}, all of it durable");
        }
    }

    private static async Task Crash_AfterCrash_LeavesNoGap(LogProbe probe)
    {
        var random = new Random(7);
        var log = await probe.OpenAsync().ConfigureAwait(false);
        for (var crash = 0; crash < Crashes; crash++)
        {
            long[] durable = [0, 0];
            for (var step = random.Next(1, 6); step > 0; step--)
            {
                var partition = random.Next(2);
                Append(log, partition, (int)log.EndOffset(partition), random.Next(1, 60));
                if (random.Next(3) == 0) await log.SyncAsync(probe.Cancel).ConfigureAwait(false);
            }
            long[] ends = [log.EndOffset(0), log.EndOffset(1)];
            for (var partition = 0; partition < 2; partition++) durable[partition] = log.DurableOffset(partition);
            await probe.CrashAsync(log).ConfigureAwait(false);
            log = await probe.OpenAsync().ConfigureAwait(false);

            for (var partition = 0; partition < 2; partition++)
            {
                var end = log.EndOffset(partition);
                probe.Require(
                    end >= durable[partition] && end <= ends[partition],
                    $"after crash {crash} partition {partition} ends at {end}; durable {durable[partition]}, written {ends[partition]}");
                probe.RequireNumbers(probe.Read(log, partition), 0, (int)end, $"partition {partition} after crash {crash}");
            }
        }
    }

    private static async Task Crash_LetsTheNextWriterIn(LogProbe probe)
    {
        var log = await probe.OpenAsync().ConfigureAwait(false);
        await probe.CrashAsync(log).ConfigureAwait(false);
        log = await probe.OpenAsync().ConfigureAwait(false); // before anything was appended
        Append(log, 0, 0, 10);
        await log.SyncAsync(probe.Cancel).ConfigureAwait(false);
        await probe.CrashAsync(log).ConfigureAwait(false);
        log = await probe.OpenAsync().ConfigureAwait(false);
        Append(log, 0, 10, 10);
        log = await probe.ReopenAsync(log).ConfigureAwait(false);
        probe.RequireNumbers(probe.Read(log, 0), 0, 20, "appended by three writers, of which two have crashed");
    }

    private static async Task Tail_ThatIsTorn_IsCutOff(LogProbe probe)
    {
        if (!probe.Harness.CanTear) return;
        var random = new Random(11);
        var log = await probe.OpenAsync().ConfigureAwait(false);
        for (var crash = 0; crash < Crashes; crash++)
        {
            var before = (int)log.EndOffset(0);
            Append(log, 0, before, 5);
            await log.SyncAsync(probe.Cancel).ConfigureAwait(false);
            await probe.CrashAsync(log).ConfigureAwait(false);
            var torn = new byte[random.Next(1, 200)];
            if (crash % 3 != 0) random.NextBytes(torn); // else zeros, as some file systems leave them
            probe.Harness.Tear(0, torn);
            log = await probe.OpenAsync().ConfigureAwait(false);

            probe.RequireNumbers(probe.Read(log, 0), 0, before + 5, $"with {torn.Length} torn bytes behind");
        }
    }
}
