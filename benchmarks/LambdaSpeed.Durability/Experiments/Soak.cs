using System.Diagnostics;
using LambdaSpeed.Durability.Measuring;

namespace LambdaSpeed.Durability.Experiments;

/// <summary>Ten minutes at 70 % of what the run can do: does memory stay as it is?</summary>
internal sealed class Soak : IExperiment
{
    private const int Tasks = 2;

    private static readonly long[] _keys = new ZipfKeys(100_000).Draw(1 << 22, seed: 7);

    public string Name => "soak";

    public string Title => "A long run at 70 % of the highest rate";

    public bool IsLong => true;

    public string Run(Settings settings, string directory)
    {
        const long trial = 200_000_000;
        var start = Stopwatch.GetTimestamp();
        using (var room = new Room(Path.Combine(directory, "trial"))) Go(room.Path, trial, double.PositiveInfinity, seconds: 0, table: null);
        var highest = trial / Stopwatch.GetElapsedTime(start).TotalSeconds;

        var rate = highest * 0.7;
        var total = (long)(rate * settings.SoakSeconds);
        var table = new TextTable("after", "working set MB", "heap MB", "M events/s", "commits", "collections of gen 2");
        using (var room = new Room(Path.Combine(directory, "soak"))) Go(room.Path, total, rate, settings.SoakSeconds, table);
        return $"{table}\nCount by key, exactly once, checkpoints in files; highest rate {Shown.Short(highest / 1e6)} M events/s, " +
            $"here {Shown.Short(rate / 1e6)}, {Shown.Number(total)} events, all counts checked.";
    }

    private static void Go(string directory, long total, double rate, int seconds, TextTable? table)
    {
        var store = new CountingStore(CheckpointStore.InDirectory(directory));
        var pace = new Pace(rate);
        var topology = new TopologyBuilder("soak");
        var view = topology.AddSpout("keys", () => new PacedLaps(_keys, total, pace), Tasks)
            .GroupBy(key => key)
            .Aggregate("counts", a => a.Count(), Tasks)
            .ToView();
        var run = SpeedLayer.StartAsync(topology.Build(), new() { Checkpoints = store }).GetAwaiter().GetResult();
        var start = Stopwatch.GetTimestamp();
        long lastEvents = 0;
        for (var part = 1; table is not null && part <= 10; part++)
        {
            var due = TimeSpan.FromSeconds(seconds * part / 10.0 * 0.99);
            run.Completion.Wait(due - Stopwatch.GetElapsedTime(start));
            var events = run.Describe().Components.Single(component => component.Name == "keys").TuplesRead;
            table.Add(
                $"{Shown.Number(Stopwatch.GetElapsedTime(start).TotalSeconds)} s",
                Shown.Megabytes(Process.GetCurrentProcess().WorkingSet64),
                Shown.Megabytes(GC.GetGCMemoryInfo().HeapSizeBytes),
                Shown.Short((events - lastEvents) / (seconds / 10.0) / 1e6),
                Shown.Number(store.Commits), Shown.Number(GC.CollectionCount(2)));
            lastEvents = events;
        }
        run.Completion.GetAwaiter().GetResult();
        FullCheck.Compare("soak", LapSpout.Expect(_keys, total, Tasks), run.View(view).All());
        run.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
