using System.Diagnostics;
using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <summary>One value for each task of a component, as of each epoch: for what belongs to a task rather than to a key.</summary>
/// <remarks>In checkpoints it is a section with an entry for each task. A start with another parallelism finds the values of the former
/// tasks and makes of them what it can. Tasks seal at barriers, anybody reads; a lock is taken once for each task and epoch.</remarks>
[DebuggerDisplay("{Name}, {_sealed.Length} tasks")]
internal sealed class TaskSection<T>(string name, int tasks, ICodec<T>? codec) : IStateSection
{
    private readonly Lock _gate = new();
    private readonly List<(EpochId Epoch, T Value)>[] _sealed = [.. Enumerable.Range(0, tasks).Select(_ => new List<(EpochId, T)>())];
    private readonly Dictionary<int, T> _former = []; // values of the tasks of the start before; not changed once tasks run
    private readonly HashSet<int> _stale = []; // tasks that are no more and whose entries are in the checkpoint; likewise
    private EpochId? _removedIn; // the epoch whose changes take them out: they are still there until that is committed; the gatherer's

    public string Name => name;

    public string? Schema { get; } = codec is null ? null : $"by task {codec.Schema}";

    private ICodec<T> Codec => codec ?? throw new InvariantViolationException($"section '{name}' has no codec and cannot be stored");

    /// <summary>What the tasks of the start before had, by task.</summary>
    public IReadOnlyDictionary<int, T> Former => _former;

    /// <summary>Takes a task's value as of the epoch that ends. Owner only.</summary>
    /// <param name="task">The task.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="oldestNeeded">The oldest epoch that anybody may still read.</param>
    /// <param name="value">The value; must not be changed afterwards.</param>
    public void Seal(int task, EpochId epoch, EpochId oldestNeeded, T value)
    {
        lock (_gate)
        {
            var values = _sealed[task];
            var newest = values.FindLastIndex(entry => entry.Epoch <= oldestNeeded);
            if (newest > 0) values.RemoveRange(0, newest);
            if (values.Count == 0 || !EqualityComparer<T>.Default.Equals(values[^1].Value, value)) values.Add((epoch, value));
        }
    }

    /// <summary>A task's value as of an epoch that is published and still needed; false when it had none.</summary>
    public bool TryRead(int task, EpochId epoch, out T value)
    {
        lock (_gate)
        {
            var newest = _sealed[task].FindLastIndex(entry => entry.Epoch <= epoch);
            if (newest >= 0)
            {
                value = _sealed[task][newest].Value;
                return true;
            }
        }
        value = default!;
        return IsContinued && _former.TryGetValue(task, out value!);
    }

    /// <summary>Did the start before have the same tasks, so that each goes on with its own value?</summary>
    public bool IsContinued => _former.Count == tasks && _former.Keys.All(task => task < tasks);

    public IReadOnlyList<StateScan> Changes(EpochId epoch) => [new Scanner(this, epoch, onlyChanged: true)];

    public StateScan Scan(MovingPin pin) => new Scanner(this, pin.Epoch, onlyChanged: false);

    public void Load(ReadOnlySpan<byte> entries)
    {
        var reader = new ChangeReader(entries);
        while (reader.Read())
        {
            var key = reader.Key;
            var task = LambdaSpeed.Codec.Int32.Read(ref key);
            _former.Remove(task);
            if (reader.Kind == ChangeKind.Remove) continue;

            var value = reader.Value;
            _former.Add(task, Codec.Read(ref value));
        }
        _stale.Clear();
        _stale.UnionWith(_former.Keys.Where(task => task >= tasks));
    }

    public void TakeOver(IStateSection predecessor, EpochId epoch)
    {
        Invariant.Require(predecessor is TaskSection<T>, $"section '{name}' was of another type before");
        var former = (TaskSection<T>)predecessor;
        if (former._removedIn is not { } removed || removed > epoch) _stale.UnionWith(former._stale);
        if (!former.HasSealed(epoch)) // it ended before its first epoch: what it was given still holds
        {
            foreach (var (task, value) in former._former) _former[task] = value;
            return;
        }
        for (var task = 0; task < tasks; task++)
        {
            if (former.TryRead(task, epoch, out var value)) _former[task] = value;
        }
    }

    private bool HasSealed(EpochId epoch)
    {
        lock (_gate) return Array.Exists(_sealed, values => values.Exists(entry => entry.Epoch <= epoch));
    }

    private bool HasChanged(int task, EpochId epoch)
    {
        lock (_gate) return _sealed[task].Exists(entry => entry.Epoch == epoch);
    }

    private void Write(ChangeWriter writer, EpochId epoch, bool onlyChanged)
    {
        for (var task = 0; task < tasks; task++)
        {
            if (onlyChanged && !HasChanged(task, epoch)) continue;
            if (TryRead(task, epoch, out var value)) writer.Put(LambdaSpeed.Codec.Int32, task, Codec, value);
        }
        if (!onlyChanged || (_removedIn is { } removed && removed != epoch)) return;
        _removedIn = epoch;
        foreach (var task in _stale) writer.Remove(LambdaSpeed.Codec.Int32, task);
    }

    /// <summary>Writes all in one go: there are few tasks.</summary>
    private sealed class Scanner(TaskSection<T> section, EpochId epoch, bool onlyChanged) : StateScan
    {
        public override bool WriteSome(ChangeWriter writer, int bytes)
        {
            section.Write(writer, epoch, onlyChanged);
            return false;
        }
    }
}
