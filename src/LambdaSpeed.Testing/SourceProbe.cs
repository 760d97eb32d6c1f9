namespace LambdaSpeed.Testing;

/// <summary>The verbs of the source's contract: reads by a run, and what is required of what they bring.</summary>
internal sealed class SourceProbe(string clause, SourceHarness harness, CancellationToken cancel)
    : ContractProbe(clause)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _silence = TimeSpan.FromMilliseconds(150); // in which a record too many would have come

    public SourceHarness Harness => harness;

    public CancellationToken Cancel => cancel;

    /// <summary>The name of the view that counts each value.</summary>
    public const string View = "seen";

    /// <summary>Values of a partition.</summary>
    public static IReadOnlyList<long> Values(int partition, int from, int count) =>
        [.. Enumerable.Range(from, count).Select(i => (partition * SourceNotes.Stride) + i)];

    /// <summary>Appends such values to every partition.</summary>
    public async Task AppendAsync(int from, int count)
    {
        for (var partition = 0; partition < harness.Partitions; partition++)
        {
            await harness.AppendAsync(partition, Values(partition, from, count), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Reads until so many records have come, and no more come.</summary>
    public async Task<SourceNotes> ReadAsync(int count, IReadOnlyCollection<LogPosition>? seek = null, int tasks = 1)
    {
        var notes = new SourceNotes(harness.Partitions);
        var run = await StartAsync(notes, seek: seek, tasks: tasks).ConfigureAwait(false);
        await using (run.ConfigureAwait(false))
        {
            await WaitAsync(run, () => notes.Count >= count, () => $"{notes.Count} of {count} records were read").ConfigureAwait(false);
            await Task.Delay(_silence, TimeProvider.System, cancel).ConfigureAwait(false);
            await run.StopAsync(cancel).ConfigureAwait(false);
        }
        Require(notes.Count == count, $"{notes.Count} records were read, {count} were owed");
        return notes;
    }

    /// <summary>Starts a run that counts each value of the source.</summary>
    public Task<TopologyRun> StartAsync(
        SourceNotes notes, ICheckpointStore? checkpoints = null, IReadOnlyCollection<LogPosition>? seek = null, int tasks = 1,
        Action? fault = null)
    {
        var builder = new TopologyBuilder("contract");
        var open = harness.Open();
        builder.AddSpout("source", () => new ProbedSpout(open(), seek, notes, fault), tasks)
            .Select(notes.Note).GroupBy(value => value).Aggregate(View, a => a.Count()).ToView();
        return SpeedLayer.StartAsync(builder.Build(), new SpeedLayerOptions { Checkpoints = checkpoints }, cancellationToken: cancel);
    }

    /// <summary>Waits until a condition holds.</summary>
    public async Task WaitAsync(TopologyRun run, Func<bool> condition, Func<string> found)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (run.Completion.IsFaulted) await run.Completion.ConfigureAwait(false);
            Require(TimeProvider.System.GetElapsedTime(start) < _patience, $"after {_patience} {found()}:\n{run.Describe()}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the run has counted all values up to some of each partition, and requires that each counts once.</summary>
    public async Task RequireEachOnceAsync(TopologyRun run, int count)
    {
        var owed = count * harness.Partitions;
        var view = run.View(new ViewName<long, long>(View));
        await WaitAsync(run, () => view.Count >= owed, () => $"{view.Count} of {owed} records are in the view").ConfigureAwait(false);
        await Task.Delay(_silence, TimeProvider.System, cancel).ConfigureAwait(false);
        await run.PublishAsync(cancel).ConfigureAwait(false); // entries are counted before their epoch is published
        Require(view.Count == owed, $"the view has {view.Count} records, {owed} were appended");
        for (var partition = 0; partition < harness.Partitions; partition++)
        {
            foreach (var value in Values(partition, 0, count))
            {
                Require(view.Get(value) == 1, $"record {value} counts {view.Get(value)} times");
            }
        }
    }

    public void RequireValues(SourceNotes notes, int partition, IEnumerable<long> owed)
    {
        var read = notes.ValuesOf(partition);
        Require(read.SequenceEqual(owed), $"partition {partition} was read as {Text(read)}, owed is {Text([.. owed])}");
    }

    private static string Text(IReadOnlyList<long> values) =>
        values.Count <= 20 ? $"[{string.Join(", ", values)}]" : $"{values.Count} values [{values[0]} … {values[^1]}]";
}
