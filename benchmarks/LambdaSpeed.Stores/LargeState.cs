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

    public static string Measure(string folder, long keys, long memoryBytes, long updates)
    {
        var table = new TextTable("state", "what happens", "updates/s", "µs an update", "first commit after ms", "peak resident MB", "÷ budget");
        var (place, text) = (Path.Combine(folder, "large"), keys.ToString("N0", CultureInfo.InvariantCulture));
        Add(text, "each key once", Start(place, memoryBytes, new Visits(keys, 0, 0)), memoryBytes);
        Add(text, "any key", Start(place, memoryBytes, new Visits(keys, updates, 0)), memoryBytes);
        Add(text, "95 % to a hundredth of the keys", Start(place, memoryBytes, new Visits(keys, updates, updates)), memoryBytes);
        var (small, all) = (Path.Combine(folder, "small"), InMemoryKeys.ToString("N0", CultureInfo.InvariantCulture) + ", in memory");
        Add(all, "each key once", Start(small, 0, new Visits(InMemoryKeys, 0, 0)), 0);
        Add(all, "any key", Start(small, 0, new Visits(InMemoryKeys, updates, 0)), 0);
        return $"{table}\n";

        void Add(string state, string what, double[] answer, long budget) => table.Add(
            state, what, Text(answer[0] / answer[1]), (answer[1] * 1e6 / answer[0]).ToString("0.0", CultureInfo.InvariantCulture),
            Text(answer[2]), Text(answer[3] / 1e6), budget == 0 ? "" : (answer[3] / budget).ToString("0.00", CultureInfo.InvariantCulture));
    }

    /// <summary>In another process: goes on from what is there until all visits are counted; answers their number, seconds, milliseconds from
    /// the start to the first commit, and the peak of the resident memory.</summary>
    public static async Task PlayAsync(string role)
    {
        var start = Stopwatch.GetTimestamp();
        var words = role.Split(':');
        var numbers = words[1].Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var (directory, memoryBytes, visits) = (words[0], numbers[0], new Visits(numbers[1], numbers[2], numbers[3]));
        ICheckpointStore store = memoryBytes == 0
            ? CheckpointStore.InDirectory(directory)
            : new RocksDbCheckpointStore(new() { Path = directory, MemoryBytes = memoryBytes });
        var topology = new TopologyBuilder("visits");
        var view = topology.AddSpout("visits", new VisitSpout(visits)).GroupBy(key => key)
            .Then("count", () => new VisitBolt()).GroupBy(_ => 0).Aggregate("sum", a => a.Sum(count => count)).ToView();
        await using var run = await SpeedLayer.StartAsync(topology.Build(), new() { Checkpoints = store });
        var (first, begun) = (run.PublishedEpoch, Stopwatch.GetTimestamp());
        while (run.PublishedEpoch == first) await Task.Delay(1);
        var committed = Stopwatch.GetElapsedTime(start);
        await run.Completion;
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;

        var sum = visits.Sum();
        if (!run.View(view).TryGet(0, out var found) || found != sum) throw new CheckFailedException(
            $"the counts add up to {found}, expected {sum}.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"answer {visits.Newest} {seconds:R} {committed.TotalMilliseconds:R} {Process.GetCurrentProcess().PeakWorkingSet64}"));
    }

    private static double[] Start(string directory, long memoryBytes, Visits visits)
    {
        var role = string.Create(CultureInfo.InvariantCulture,
            $"{directory}:{memoryBytes},{visits.Keys},{visits.Anywhere},{visits.Hot}");
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Role, role]) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new CheckFailedException($"the process for '{role}' ended with {process.ExitCode}.");
        return [.. said.Trim().Split(' ').Skip(1).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
    }

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
            for (var visit = Keys; visit < Count; visit++)
            {
                var key = this[visit];
                sum += times[key] = times.GetValueOrDefault(key, 1) + 1;
            }
            return sum;
        }

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

    /// <summary>Counts in the first bytes of what it keeps of a key; the others are what else one keeps.</summary>
    private sealed class VisitBolt : KeyedBolt<Guid, Guid, long>
    {
        private IValueState<byte[]> _kept = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state) => _kept = state.Value<byte[]>("kept");

        public override void Execute(Guid key, Guid tuple, Emitter<long> output)
        {
            var kept = new byte[100];
            if (_kept.Value is { } former) former.CopyTo(kept, 0);
            var count = BinaryPrimitives.ReadInt64LittleEndian(kept) + 1;
            BinaryPrimitives.WriteInt64LittleEndian(kept, count);
            _kept.Value = kept;
            output.Emit(count);
        }
    }
}
