using System.Globalization;
using LambdaSpeed.Storage;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Logs;

/// <summary>The named consumers of a log: those this process has opened, and those whose files others write.</summary>
/// <remarks>A consumer's files are its own, so that a process that only reads can have consumers too. Safe for use by several
/// threads.</remarks>
internal sealed class ConsumerRegistry(IStorage root, UInt128 logId, int partitions, TimeProvider timeProvider, ILogger logger)
{
    private const string FolderName = "consumers";
    private const int MaxNameLength = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ConsumerState> _open = []; // by name; under the gate

    /// <summary>The names of all consumers that have committed, or are open here; ascending.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
            {
                var saved = Folder is { } folder ? ConsumerFile.NamesIn(folder) : [];
                return [.. saved.Union(_open.Keys).Order(StringComparer.Ordinal)];
            }
        }
    }

    private IStorage? Folder => root.ListDirectories().Contains(FolderName) ? root.Directory(FolderName) : null;

    /// <summary>Opens a consumer, together with whoever has it open in this process.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isAlone">Whether nobody else in this process may have it open.</param>
    /// <exception cref="InvalidOperationException">This one, or who has it open, wants it alone.</exception>
    /// <exception cref="StorageLockedException">Another process has it open.</exception>
    public ConsumerState Open(string name, bool isAlone = false)
    {
        RequireName(name);
        lock (_gate)
        {
            if (!_open.TryGetValue(name, out var state))
            {
                var folder = root.Directory(FolderName);
                root.SyncNames();
                var held = folder.Lock(name + ".lock");
                try
                {
                    state = new ConsumerState(name, FileOf(folder, name), held, partitions, timeProvider, logger);
                }
                catch
                {
                    held.Dispose();
                    throw;
                }
                state.IsAlone = isAlone;
                _open.Add(name, state);
            }
            else if (isAlone || state.IsAlone)
            {
                throw new InvalidOperationException(
                    $"'{name}' is open in this process, and a queue is not shared. Remedy: open it once and share the object, or choose " +
                    "another name.");
            }
            state.Owners++;
            return state;
        }
    }

    public void Close(ConsumerState state)
    {
        lock (_gate)
        {
            if (--state.Owners > 0) return;
            _open.Remove(state.Name);
            state.Dispose();
        }
    }

    /// <summary>Where a consumer is in a partition, whether it is open or not; null when it has not committed.</summary>
    public long? OffsetOf(string name, int partition)
    {
        RequireName(name);
        lock (_gate)
        {
            if (_open.TryGetValue(name, out var state)) return state.OffsetOf(partition);
            return Folder is { } folder && FileOf(folder, name).Load() is { } saved && saved.Offsets[partition] is >= 0 and var offset
                ? offset
                : null;
        }
    }

    /// <summary>The least offset of a partition that a consumer has still to read; null when there are no consumers of it.</summary>
    public long? HoldOf(int partition) => Names.Select(name => HoldOf(name, partition)).Min();

    /// <summary>Forgets a consumer, which holds nothing any more.</summary>
    public void Delete(string name)
    {
        RequireName(name);
        lock (_gate)
        {
            if (_open.ContainsKey(name))
            {
                throw new InvalidOperationException(
                    $"Consumer '{name}' is open. Remedy: dispose it, and stop the runs that read by its name.");
            }
            if (Folder is not { } folder) return;
            // the lock's file stays: who waits for it while it is deleted would hold one that nobody else sees
            using (folder.Lock(name + ".lock")) FileOf(folder, name).Delete();
        }
    }

    /// <summary>Saves what is not saved yet, and gives all consumers up.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var state in _open.Values) state.Dispose();
            _open.Clear();
        }
    }

    /// <summary>The name under which a component of a topology holds retention up, when it is given none: both names, with a hash where
    /// they cannot be a file's as they are.</summary>
    public static string NameOf(string topology, string component)
    {
        var name = $"{topology}.{component}";
        if (name.Count(letter => letter == '.') > 1) name = $"{topology.Length}.{name}"; // else 'a.b' and 'c' would be 'a' and 'b.c'
        var plain = string.Concat(name.Select(letter => IsOfNames(letter) ? letter : '-'));
        if (plain == name && name[0] != '.' && name.Length <= MaxNameLength) return name;
        plain = plain.TrimStart('.');
        return string.Create(CultureInfo.InvariantCulture, $"{plain[..Math.Min(plain.Length, 80)]}-{Codec.String.Hash(name):x16}");
    }

    private static void RequireName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length <= MaxNameLength && name[0] != '.' && name.All(IsOfNames)) return;

        throw new ArgumentException(
            $"'{name}' cannot be the name of a consumer: it becomes a file's. Remedy: use up to {MaxNameLength} letters, digits, '-', " +
            "'_' and '.' of ASCII, not beginning with '.'.", nameof(name));
    }

    private static bool IsOfNames(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';

    private long? HoldOf(string name, int partition)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(name, out var state)) return state.HoldOf(partition);
        }
        return OffsetOf(name, partition);
    }

    private ConsumerFile FileOf(IStorage folder, string name) => new(folder, name, logId, partitions);
}
