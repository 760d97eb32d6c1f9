using System.Text;
using static LambdaSpeed.Testing.LogProbe;

namespace LambdaSpeed.Testing;

public static partial class LogContract
{
    private static async Task Log_ThatIsNew_IsEmpty(LogProbe probe)
    {
        var log = await probe.OpenAsync().ConfigureAwait(false);
        for (var partition = 0; partition < log.PartitionCount; partition++)
        {
            probe.Require(log.FirstOffset(partition) == 0 && log.EndOffset(partition) == 0, "a new log does not begin and end at 0");
            probe.Require(probe.Read(log, partition).Count == 0, "there are records that nobody has appended");
        }
        var id = log.Id;
        log = await probe.ReopenAsync(log).ConfigureAwait(false);
        probe.Require(log.Id == id, "the log has another identity after it was opened again");
    }

    private static async Task Offsets_AreDense_InEachPartition(LogProbe probe)
    {
        var log = await probe.OpenAsync().ConfigureAwait(false);
        for (var i = 0; i < 1000; i++)
        {
            var position = log.Append(i % 3 == 0 ? 1 : 0, new LogEntry("x"u8));
            var owed = new LogPosition(i % 3 == 0 ? 1 : 0, i % 3 == 0 ? i / 3 : i - (i / 3) - 1);
            probe.Require(position == owed, $"record {i} was appended at {position}, owed is {owed}");
        }
        var chunk = log.NewChunk();
        for (var i = 0; i < 50; i++) chunk.Add(new LogEntry("y"u8));
        var first = log.Append(0, chunk);
        probe.Require(first.Offset == 666 && log.EndOffset(0) == 716, $"a chunk stands from {first.Offset} to {log.EndOffset(0)}");
    }

    private static async Task Records_ComeBackAsTheyWere_AtTheNextOpen(LogProbe probe)
    {
        var log = await probe.OpenAsync().ConfigureAwait(false);
        for (var opened = 0; opened < 4; opened++)
        {
            for (var partition = 0; partition < 2; partition++)
            {
                Append(log, partition, 300 * opened, 300);
                probe.RequireNumbers(probe.Read(log, partition), 0, 300 * (opened + 1), "read by who wrote");
            }
            log = await probe.ReopenAsync(log).ConfigureAwait(false);
            for (var partition = 0; partition < 2; partition++)
            {
                probe.RequireNumbers(probe.Read(log, partition), 0, 300 * (opened + 1), "after the log was opened again");
            }
        }
    }

    private static async Task Keys_KeepTheirPartition(LogProbe probe)
    {
        var log = await probe.OpenAsync().ConfigureAwait(false);
        int[] partitions = [.. Enumerable.Range(0, 500).Select(i => log.Append(Key(i), "v"u8).Partition)];
        probe.Require(partitions.Distinct().Count() == 2, "500 keys went to one of two partitions");
        log = await probe.ReopenAsync(log).ConfigureAwait(false);
        for (var i = 0; i < partitions.Length; i++)
        {
            var partition = log.Append(Key(i), "w"u8).Partition;
            probe.Require(partition == partitions[i], $"key {i} went to partition {partitions[i]}, and then to {partition}");
        }

        static byte[] Key(int number) => Encoding.UTF8.GetBytes($"key {number}");
    }

    private static async Task Seek_ToAnyOffset_GivesTheTail(LogProbe probe)
    {
        const int Count = 400;
        var log = await probe.OpenAsync().ConfigureAwait(false);
        Append(log, 1, 0, Count);
        for (var turn = 0; turn < 2; turn++)
        {
            for (var from = 0; from <= Count; from += 7)
            {
                probe.RequireNumbers(probe.Read(log, 1, LogStart.At(new LogPosition(1, from))), from, Count - from, $"from offset {from}");
            }
            probe.Require(probe.Read(log, 1, LogStart.Latest).Count == 0, "there are records behind the end");
            probe.RequireThrows<LogPositionException>(
                () => probe.Read(log, 1, LogStart.At(new LogPosition(1, Count + 1))), "for an offset behind the end");
            log = await probe.ReopenAsync(log).ConfigureAwait(false);
        }
    }

    private static async Task Seek_ToAnyTime_GivesWhatIsNotBefore(LogProbe probe)
    {
        const int Count = 400;
        var log = await probe.OpenAsync().ConfigureAwait(false);
        Append(log, 0, 0, Count);
        for (var turn = 0; turn < 2; turn++)
        {
            for (var from = 0; from <= Count; from += 9)
            {
                var found = probe.Read(log, 0, LogStart.Time(TimeOf(from)));
                probe.RequireNumbers(found, from, Count - from, $"from the time of record {from}");
                var between = LogStart.Time(TimeOf(from).AddMilliseconds(-1));
                probe.RequireNumbers(probe.Read(log, 0, between), from, Count - from, $"from just before record {from}");
            }
            log = await probe.ReopenAsync(log).ConfigureAwait(false);
        }
    }

    private static async Task Reader_BesideTheWriter_SeesEachRecordOnce(LogProbe probe)
    {
        var log = await probe.OpenAsync().ConfigureAwait(false);
        Append(log, 0, 0, 10);
        await log.SyncAsync(probe.Cancel).ConfigureAwait(false);
        var other = await probe.OpenAsync(probe.Small with { Access = LogAccess.Read }).ConfigureAwait(false);
        using var own = log.OpenReader(0);
        using var others = other.OpenReader(0);
        var (seen, seenByOthers) = (new List<int>(), new List<int>());
        for (var from = 10; from < 1000; from += 90)
        {
            Append(log, 0, from, 90);
            await log.SyncAsync(probe.Cancel).ConfigureAwait(false);
            seen.AddRange(probe.Read(own));
            seenByOthers.AddRange(probe.Read(others));
        }
        probe.RequireNumbers(seen, 0, 1000, "read beside, by the same process");
        while (seenByOthers.Count < 1000) // who reads files looks now and then
        {
            var more = others.WaitAsync(probe.Cancel).AsTask();
            await more.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, probe.Cancel).ConfigureAwait(false);
            seenByOthers.AddRange(probe.Read(others));
        }
        probe.RequireNumbers(seenByOthers, 0, 1000, "read beside, by another opening");
    }
}
