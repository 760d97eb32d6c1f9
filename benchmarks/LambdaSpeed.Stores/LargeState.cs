using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using LambdaSpeed.RocksDb;

namespace LambdaSpeed.Stores;

/// <summary>State that is many times the memory of its run: filled, started again in another process, and changed, everywhere and mostly in
/// one place. Beside it state that is all in memory.</summary>
internal static class LargeState
{
    /// <summary>The argument by which a process is told to be one of the others.</summary>
    public const string Role = "--large-state-role";

    private const int InMemoryKeys = 1_000_000;

    private const int Reads = 20_000;
    private const int KeptBytes = 100;

    /// <param name="folder">Where the state lies.</param>
    /// <param name="keys">How many keys there are.</param>
    /// <param name="memoryBytes">The budget.</param>
    /// <param name="updates">How many updates follow when all keys are there.</param>
    /// <param name="kinds">What keeps them: <c>bolt</c>, <c>view</c>.</param>
    public static string Measure(string folder, long keys, long memoryBytes, long updates, params IEnumerable<string> kinds)
    {
        var table = new TextTable(
            "state", "what happens", "updates/s", "µs an update", "µs a read", "first commit after ms", "peak resident MB", "÷ budget");
        foreach (var kind in kinds)
        {
            var (place, text) = (Path.Combine(folder, $"large-{kind}"), $"{kind}, {keys.ToString("N0", CultureInfo.InvariantCulture)} keys");
            Add(text, "each key once", Start(kind, place, memoryBytes, new Visits(keys, 0, 0)), memoryBytes);
            Add(text, "any key", Start(kind, place, memoryBytes, new Visits(keys, updates, 0)), memoryBytes);
            Add(text, "95 % to a hundredth of the keys", Start(kind, place, memoryBytes, new Visits(keys, updates, updates)), memoryBytes);
            var (small, all) = (Path.Combine(folder, $"small-{kind}"), $"{kind}, {InMemoryKeys.ToString("N0", CultureInfo.InvariantCulture)}, in memory");
            Add(all, "each key once", Start(kind, small, 0, new Visits(InMemoryKeys, 0, 0)), 0);
            Add(all, "any key", Start(kind, small, 0, new Visits(InMemoryKeys, updates, 0)), 0);
            Directory.Delete(place, recursive: true);
        }
        return $"{table}\n";

        void Add(string state, string what, double[] answer, long budget) => table.Add(
            state, what, Text(answer[0] / answer[1]), Tenths(answer[1] * 1e6 / answer[0]), answer[4] == 0 ? "" : Tenths(answer[4]),
            Text(answer[2]), Text(answer[3] / 1e6), budget == 0 ? "" : (answer[3] / budget).ToString("0.00", CultureInfo.InvariantCulture));
    }

    /// <summary>In another process: goes on from what is there until all visits are counted; answers their number, seconds, milliseconds from
    /// the start to the first commit, the peak of the resident memory, and the microseconds that a read of any key takes.</summary>
    public static async Task PlayAsync(string role)
    {
        var start = Stopwatch.GetTimestamp();
        var words = role.Split(':');
        var numbers = words[1].Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var (directory, memoryBytes, visits, isView) = (words[0], numbers[0], new Visits(numbers[1], numbers[2], numbers[3]), words[2] == "view");
        ICheckpointStore store = memoryBytes == 0
            ? CheckpointStore.InDirectory(directory)
            : new RocksDbCheckpointStore(new() { Path = directory, MemoryBytes = memoryBytes });
        var topology = new TopologyBuilder("visits");
        var byKey = topology.AddSpout("visits", new VisitSpout(visits)).GroupBy(key => key);
        var sums = new ViewName<int, long>("sum");
        var counts = new ViewName<Guid, long>("counts");
        if (isView) byKey.Aggregate("counts", a => a.Fold(new byte[KeptBytes], (kept, _) => Counted(kept), Merged, CountOf)).HoldHotKeys().ToView();
        else byKey.Then("count", () => new VisitBolt()).GroupBy(_ => 0).Aggregate("sum", a => a.Sum(count => count)).ToView();
        await using var run = await SpeedLayer.StartAsync(topology.Build(), new() { Checkpoints = store });
        var (first, begun) = (run.PublishedEpoch, Stopwatch.GetTimestamp());
        while (run.PublishedEpoch == first) await Task.Delay(1);
        var committed = Stopwatch.GetElapsedTime(start);
        await run.Completion;
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;

        var read = isView ? Read(run.View(counts), visits) : 0;
        if (!isView) Require("sum of counts", visits.Sum(), run.View(sums).Get(0));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"answer {visits.Newest} {seconds:R} {committed.TotalMilliseconds:R} {Process.GetCurrentProcess().PeakWorkingSet64} {read:R}"));
    }

    /// <summary>Checks the number of keys, and the counts of many; answers how long a read took, in microseconds.</summary>
    private static double Read(IView<Guid, long> view, Visits visits)
    {
        Require("number of keys", visits.Keys, view.Count);
        var times = visits.Times();
        var random = new Random(1);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Reads; i++)
        {
            var key = random.NextInt64(visits.Keys);
            Require($"count of key {key}", times.GetValueOrDefault(key, 1), view.Get(Visits.KeyOf(key)));
        }
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Reads;
    }

    private static void Require(string what, long expected, long found)
    {
        if (found != expected) throw new CheckFailedException($"the {what} is {found}, expected {expected}.");
    }

    private static double[] Start(string kind, string directory, long memoryBytes, Visits visits)
    {
        var role = string.Create(CultureInfo.InvariantCulture,
            $"{directory}:{memoryBytes},{visits.Keys},{visits.Anywhere},{visits.Hot}:{kind}");
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Role, role]) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new CheckFailedException($"the process for '{role}' ended with {process.ExitCode}.");
        return [.. said.Trim().Split(' ').Skip(1).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
    }

    /// <summary>One visit more, counted in the first bytes of what is kept of a key; the others are what else one keeps.</summary>
    private static byte[] Counted(byte[] kept)
    {
        var counted = new byte[KeptBytes];
        kept.CopyTo(counted, 0);
        BinaryPrimitives.WriteInt64LittleEndian(counted, CountOf(kept) + 1);
        return counted;
    }

    private static byte[] Merged(byte[] one, byte[] other)
    {
        var merged = new byte[KeptBytes];
        BinaryPrimitives.WriteInt64LittleEndian(merged, CountOf(one) + CountOf(other));
        return merged;
    }

    private static long CountOf(byte[] kept) => BinaryPrimitives.ReadInt64LittleEndian(kept);

    private static string Tenths(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Who is visited: each key once, then any, then mostly the first hundredth.</summary>
    internal sealed record Visits(long Keys, long Anywhere, long Hot)
    {
        public long Count => Keys + Anywhere + Hot;

        /// <summary>How many of them the last process has to count.</summary>
        public long Newest => Hot > 0 ? Hot : Anywhere > 0 ? Anywhere : Keys;

        public static Guid KeyOf(long number)
        {
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, Mix((ulong)number));
            BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], number);
            return new Guid(bytes);
        }

        /// <summary>The number of the key of a visit.</summary>
        public long this[long visit]
        {
            get
            {
                if (visit < Keys) return visit;
                var draw = Mix((ulong)visit);
                return visit < Keys + Anywhere || draw % 20 == 0 ? (long)(draw / 32 % (ulong)Keys) : (long)(draw / 32 % (ulong)(Keys / 100));
            }
        }

        /// <summary>What all counts add up to, each taken at its visit.</summary>
        public long Sum()
        {
            var (sum, times) = (Keys, new Dictionary<long, long>());
            for (var visit = Keys; visit < Count; visit++) sum += Visit(times, visit);
            return sum;
        }

        /// <summary>How often each key was visited, but for those that were once.</summary>
        public Dictionary<long, long> Times()
        {
            var times = new Dictionary<long, long>();
            for (var visit = Keys; visit < Count; visit++) Visit(times, visit);
            return times;
        }

        private long Visit(Dictionary<long, long> times, long visit) => times[this[visit]] = times.GetValueOrDefault(this[visit], 1) + 1;

        private static ulong Mix(ulong number)
        {
            number = (number + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
            number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
            return number ^ (number >> 31);
        }
    }

    private sealed class VisitSpout(Visits visits) : Spout<Guid>, IPositionedSpout
    {
        private long _next;

        public override SpoutStatus Next(SpoutEmitter<Guid> output, int limit)
        {
            for (var left = Math.Min(limit, visits.Count - _next); left > 0; left--) output.Emit(Visits.KeyOf(visits[_next++]));
            return _next < visits.Count ? SpoutStatus.Ready : SpoutStatus.Ended;
        }

        public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new LogPosition(0, _next));

        public void Seek(IReadOnlyCollection<LogPosition> positions)
        {
            foreach (var position in positions) _next = position.Offset;
        }
    }

    private sealed class VisitBolt : KeyedBolt<Guid, Guid, long>
    {
        private IValueState<byte[]> _kept = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state) => _kept = state.Value<byte[]>("kept");

        public override void Execute(Guid key, Guid tuple, Emitter<long> output)
        {
            var kept = _kept.Value = Counted(_kept.Value ?? new byte[KeptBytes]);
            output.Emit(CountOf(kept));
        }
    }
}
