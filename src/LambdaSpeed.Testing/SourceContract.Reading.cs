using static LambdaSpeed.Testing.SourceProbe;

namespace LambdaSpeed.Testing;

public static partial class SourceContract
{
    private static async Task Records_OfAPartition_KeepTheirOrder(SourceProbe probe)
    {
        const int Count = 5000;
        await probe.AppendAsync(0, Count).ConfigureAwait(false);
        var notes = await probe.ReadAsync(Count * probe.Harness.Partitions).ConfigureAwait(false);

        for (var partition = 0; partition < probe.Harness.Partitions; partition++)
        {
            probe.RequireValues(notes, partition, Values(partition, 0, Count));
        }
    }

    private static async Task Positions_GrowWithEachRecord(SourceProbe probe)
    {
        var count = await AppendWithGapAsync(probe).ConfigureAwait(false);
        var notes = await probe.ReadAsync(count * probe.Harness.Partitions).ConfigureAwait(false);

        for (var partition = 0; partition < probe.Harness.Partitions; partition++)
        {
            var positions = notes.PositionsOf(partition);
            probe.Require(
                positions.Count == count + 1,
                $"partition {partition} stood in {positions.Count} places; one is owed before the first of {count} records and after each");
            probe.Require(
                positions.Zip(positions.Skip(1)).All(pair => pair.First < pair.Second),
                $"the positions of partition {partition} do not grow: {string.Join(", ", positions)}");
        }
    }

    private static async Task Seek_ToAnyPosition_GivesTheSameTail(SourceProbe probe)
    {
        var count = await AppendWithGapAsync(probe).ConfigureAwait(false);
        var partitions = probe.Harness.Partitions;
        var whole = await probe.ReadAsync(count * partitions).ConfigureAwait(false);
        for (var read = 0; read < count; read += 3)
        {
            var seek = Enumerable.Range(0, partitions)
                .Select(partition => new LogPosition(partition, whole.PositionsOf(partition)[read])).ToList();
            var tail = await probe.ReadAsync((count - read) * partitions, seek).ConfigureAwait(false);

            for (var partition = 0; partition < partitions; partition++)
            {
                probe.RequireValues(tail, partition, Values(partition, read, count - read));
            }
        }
    }

    private static async Task Seek_ToItsEnd_WaitsForWhatComes(SourceProbe probe)
    {
        if (!probe.Harness.IsEndless) return;
        const int Count = 30;
        var partitions = probe.Harness.Partitions;
        await probe.AppendAsync(0, Count).ConfigureAwait(false);
        var whole = await probe.ReadAsync(Count * partitions).ConfigureAwait(false);
        var ends = Enumerable.Range(0, partitions)
            .Select(partition => new LogPosition(partition, whole.PositionsOf(partition)[^1])).ToList();
        await probe.ReadAsync(0, ends).ConfigureAwait(false);
        await probe.AppendAsync(Count, Count).ConfigureAwait(false);
        var tail = await probe.ReadAsync(Count * partitions, ends).ConfigureAwait(false);

        for (var partition = 0; partition < partitions; partition++)
        {
            probe.RequireValues(tail, partition, Values(partition, Count, Count));
        }
    }

    private static async Task Tasks_ShareThePartitions(SourceProbe probe)
    {
        if (!probe.Harness.IsDivisible) return;
        var partitions = probe.Harness.Partitions;
        await probe.AppendAsync(0, 100).ConfigureAwait(false);
        for (var tasks = 1; tasks <= partitions + 1; tasks++) // the last task may have none
        {
            var notes = await probe.ReadAsync(100 * partitions, tasks: tasks).ConfigureAwait(false);
            var seek = Enumerable.Range(0, partitions)
                .Select(partition => new LogPosition(partition, notes.PositionsOf(partition)[40])).ToList();
            var tail = await probe.ReadAsync(60 * partitions, seek, tasks).ConfigureAwait(false);
            for (var partition = 0; partition < partitions; partition++)
            {
                probe.RequireValues(notes, partition, Values(partition, 0, 100));
                probe.RequireValues(tail, partition, Values(partition, 40, 60));
            }
        }
    }

    private static async Task<int> AppendWithGapAsync(SourceProbe probe)
    {
        await probe.AppendAsync(0, 7).ConfigureAwait(false);
        for (var partition = 0; partition < probe.Harness.Partitions; partition++)
        {
            await probe.Harness.LeaveGapAsync(partition, probe.Cancel).ConfigureAwait(false);
        }
        await probe.AppendAsync(7, 8).ConfigureAwait(false);
        return 15;
    }
}
