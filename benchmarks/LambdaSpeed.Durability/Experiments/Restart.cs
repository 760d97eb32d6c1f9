using System.Diagnostics;
using System.Globalization;
using LambdaSpeed.Durability.Measuring;

namespace LambdaSpeed.Durability.Experiments;

/// <summary>How long a new process needs from its start to its first new commit, with so many keys of state; and what memory it takes
/// while it writes a snapshot of all of them.</summary>
internal sealed class Restart(int keys) : IExperiment
{
    private const string Topology = "restart";

    public string Name => $"restart-{keys / 1_000_000}m";

    public string Title => string.Create(CultureInfo.InvariantCulture, $"Restart with {keys:N0} keys of state");

    public string Run(Settings settings, string directory)
    {
        var count = keys.ToString(Shown.Culture);
        Child.Start("fill", directory, count);
        var table = new TextTable(
            "start of a process", "state loaded ms", "first new commit ms", "state MB", "working set MB", "peak in snapshots", "÷ before", "÷ state", "snapshots");
        for (var attempt = 1; attempt <= Math.Max(2, settings.Rounds); attempt++)
        {
            var answer = Child.Start("restart", directory, count).Split(' ').Select(word => double.Parse(word, Shown.Culture)).ToArray();
            table.Add(
                attempt.ToString(Shown.Culture), Shown.Number(answer[0]), Shown.Number(answer[1]), Shown.Megabytes(answer[2]),
                Shown.Megabytes(answer[3]), Shown.Megabytes(answer[4]), Shown.Short(answer[4] / answer[3]), Shown.Short(answer[4] / answer[2]), Shown.Number(answer[5]));
        }
        return $"{table}\nTimes from the start of `main`, compilation included. State: what the view's tables take. The peak is the largest working " +
            "set of the whole process, runtime included, while snapshots were written and keys went on changing at full speed.";
    }

    /// <summary>In another process: makes the state.</summary>
    public static void Fill(string directory, int keys)
    {
        _ = Open(directory, new(), new KeySpout(keys, keys), keys, out var run, out var view);
        run.Completion.GetAwaiter().GetResult();
        if (run.View(view).Count != keys) throw new CheckFailedException($"{run.View(view).Count} keys, expected {keys}.");
        run.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Child.Answer("filled");
    }

    /// <summary>In another process: goes on from the state.</summary>
    public static void GoOn(string directory, int keys, long processStart)
    {
        var spout = new KeySpout(keys, long.MaxValue);
        var store = Open(directory, new FileCheckpointOptions { SnapshotAfterBytes = 1 << 20 }, spout, keys, out var run, out var view);
        var loaded = Stopwatch.GetElapsedTime(processStart);
        var first = run.PublishedEpoch;
        while (run.PublishedEpoch == first) Thread.Sleep(1);
        var committed = Stopwatch.GetElapsedTime(processStart);
        var all = run.View(view);
        if (all.Count != keys) throw new CheckFailedException($"{all.Count} keys were restored, expected {keys}.");

        var before = Process.GetCurrentProcess().WorkingSet64;
        var peak = before;
        spout.GoOnWithoutPace(); // so that enough is changed for snapshots
        var until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency * 20);
        while (store.Snapshots < 3 && Stopwatch.GetTimestamp() < until)
        {
            Thread.Sleep(20);
            peak = Math.Max(peak, Process.GetCurrentProcess().WorkingSet64);
        }
        if (store.Snapshots == 0) throw new CheckFailedException("no snapshot was written in 20 s");
        var state = run.Describe().Views[0].ApproximateBytes;
        run.StopAsync().GetAwaiter().GetResult();
        Child.Answer(string.Join(' ', ((double[])[
            loaded.TotalMilliseconds, committed.TotalMilliseconds, state, before, peak, store.Snapshots,
        ]).Select(number => number.ToString("R", Shown.Culture))));
    }

    private static CountingStore Open(
        string directory, FileCheckpointOptions options, KeySpout spout, int keys, out TopologyRun run, out ViewName<long, long> view)
    {
        var topology = new TopologyBuilder(Topology);
        view = topology.AddSpout("keys", spout).GroupBy(key => key).Aggregate("counts", a => a.Count()).ExpectKeys(keys).ToView();
        var store = new CountingStore(CheckpointStore.InDirectory(directory, options));
        run = SpeedLayer.StartAsync(topology.Build(), new() { Checkpoints = store }).GetAwaiter().GetResult();
        return store;
    }

    /// <summary>Every key once, then all of them again, at 100,000 a second at most.</summary>
    private sealed class KeySpout(int keys, long total) : Spout<long>, IPositionedSpout
    {
        private long _next;
        private long _paced = -1;     // timestamp from which the pace is kept; before all keys are out there is none
        private long _pacedFrom;
        private volatile bool _isWithoutPace;

        public void GoOnWithoutPace() => _isWithoutPace = true;

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            ArgumentNullException.ThrowIfNull(output);
            if (_next >= total) return SpoutStatus.Ended;
            var room = (long)limit;
            if (_next >= keys && !_isWithoutPace)
            {
                if (_paced < 0) (_paced, _pacedFrom) = (Stopwatch.GetTimestamp(), _next);
                room = (long)(Stopwatch.GetElapsedTime(_paced).TotalSeconds * 100_000) - (_next - _pacedFrom);
            }
            for (var left = Math.Min(Math.Min(room, limit), total - _next); left > 0; left--) output.Emit(ZipfKeys.KeyOf((int)(_next++ % keys)));
            return _next < keys || _isWithoutPace ? SpoutStatus.Ready : SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(1));
        }

        public void CapturePositions(ICollection<LogPosition> positions)
        {
            ArgumentNullException.ThrowIfNull(positions);
            positions.Add(new LogPosition(0, _next));
        }

        public void Seek(IReadOnlyCollection<LogPosition> positions)
        {
            ArgumentNullException.ThrowIfNull(positions);
            foreach (var position in positions) _next = position.Offset;
        }
    }
}
