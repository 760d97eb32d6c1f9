using LambdaSpeed.Storage;

namespace LambdaSpeed.Tests.Storage;

/// <summary>A disk in memory that forgets what was not synced when the power goes, fails where it is told to, and can be full.</summary>
/// <remarks>Everything that a process holds comes from <see cref="Open"/>; after <see cref="Crash"/> or <see cref="Kill"/> that is dead
/// (each call throws an <see cref="IOException"/>), so that a log or store that was left lying cannot go on writing.</remarks>
internal sealed class SimulatedDisk(int seed = 0)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<StorageOperation, (long From, long To)> _failures = []; // counted by operation kind
    private readonly Dictionary<StorageOperation, long> _counts = [];
    private long _powerCutAt = long.MaxValue; // the first operation that is not done any more

    internal object Gate { get; } = new();

    internal SimulatedFolder Root { get; } = new();

    internal HashSet<string> Locks { get; } = [];

    /// <summary>How often the power went: what belongs to an earlier incarnation is dead.</summary>
    public int Incarnation { get; private set; }

    /// <summary>How many operations that change something were begun.</summary>
    public long Operations { get; private set; }

    /// <summary>Called before each sync of a file, without any lock: a test can hold it up.</summary>
    public Action? BeforeSync { get; set; }

    /// <summary>How many operations of a kind were begun.</summary>
    public long CountOf(StorageOperation operation)
    {
        lock (Gate) return _counts.GetValueOrDefault(operation);
    }

    /// <summary>How many bytes fit.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    /// <summary>Whether <see cref="CutPowerAt"/> has struck: nothing is done any more until the crash.</summary>
    public bool IsPowerOff => Operations >= _powerCutAt;

    public long UsedBytes => Nodes.Sum(node => (long)node.Current.Length);

    /// <summary>Bytes that a crash may take.</summary>
    public long UnsyncedBytes => Nodes.Sum(node => node.UnsyncedBytes);

    private IEnumerable<SimulatedNode> Nodes => Root.WithBelow.SelectMany(folder => folder.Files.Current.Values);

    /// <summary>The root directory, for a process that starts now.</summary>
    public IStorage Open() => new SimulatedStorage(this, Root, "");

    /// <summary>The power goes: of what was not synced all, some or nothing is left, writes are torn, names undone.</summary>
    public void Crash(Random random)
    {
        lock (Gate)
        {
            Kill();
            Root.Crash(random);
        }
    }

    /// <summary>The process is killed: what it wrote is there, its handles and locks are gone, and so are the injected failures.</summary>
    public void Kill()
    {
        lock (Gate)
        {
            Incarnation++;
            Locks.Clear();
            _failures.Clear();
            _powerCutAt = long.MaxValue;
        }
    }

    /// <summary>Has operations of a kind fail: <paramref name="times"/> of them, from the <paramref name="nth"/> next one on.</summary>
    public void Fail(StorageOperation operation, int nth = 1, long times = 1)
    {
        lock (Gate)
        {
            var from = _counts.GetValueOrDefault(operation) + nth;
            _failures[operation] = (from, times > long.MaxValue - from ? long.MaxValue : from + times);
        }
    }

    /// <summary>From the <paramref name="nth"/> next changing operation on everything fails, until <see cref="Crash"/>.</summary>
    public void CutPowerAt(long nth) => _powerCutAt = Operations + nth;

    /// <summary>A copy of a file as programs see it.</summary>
    /// <param name="path">Names joined by '/'.</param>
    public byte[] Peek(string path)
    {
        lock (Gate) return Find(path).Current.Span.ToArray();
    }

    /// <summary>Puts other bytes in a file's place, durably, behind the back of whoever has it open.</summary>
    public void Poke(string path, byte[] bytes)
    {
        lock (Gate)
        {
            var node = Find(path);
            node.Apply(SimulatedWrite.OfLength(0));
            node.Apply(new SimulatedWrite(0, bytes));
            node.Sync();
        }
    }

    /// <summary>Counts an operation, and says whether it is to fail.</summary>
    internal bool Begin(StorageOperation operation, string name)
    {
        if (operation != StorageOperation.Read) Operations++;
        if (IsPowerOff) throw new IOException($"The power is off, before {operation} of '{name}'.");

        var count = _counts[operation] = _counts.GetValueOrDefault(operation) + 1;
        return _failures.TryGetValue(operation, out var range) && count >= range.From && count < range.To;
    }

    /// <summary>How many bytes of a write reach the cache: all, what fits, or some when it is to fail.</summary>
    internal int Accept(SimulatedNode node, long offset, int length, bool fails)
    {
        var room = Capacity - (UsedBytes - node.Current.Length) - offset;
        var accepted = (int)Math.Clamp(room, 0, length);
        return fails ? _random.Next(Math.Min(accepted, Math.Max(length - 1, 0)) + 1) : accepted;
    }

    internal void FailSync(SimulatedNode node) => node.FailSync(_random);

    private SimulatedNode Find(string path)
    {
        var folder = Root;
        var names = path.Split('/');
        foreach (var name in names[..^1]) folder = folder.Folders.Current[name];
        return folder.Files.Current[names[^1]];
    }
}
