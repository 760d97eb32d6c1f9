using LambdaSpeed.Storage;

namespace LambdaSpeed.Logs;

/// <summary>The two files of a named consumer, written in turn, so that a crash during a write leaves the one before.</summary>
/// <remarks>Used by one thread at a time. A file whose writing or syncing failed is made anew before it is used again.</remarks>
internal sealed class ConsumerFile(IStorage storage, string name, UInt128 logId, int partitions)
{
    private const int MaxBytes = 64 << 20;

    private static readonly string[] Turns = [".even", ".odd"];

    private readonly bool[] _isTrusted = new bool[2]; // whether a file of the turn is there, and was never failed to be written

    /// <summary>The newest offsets that were saved whole; null when there are none.</summary>
    /// <exception cref="LogMismatchException">There are files, but none that is readable.</exception>
    public ConsumerOffsets? Load()
    {
        var names = storage.List();
        var found = Turns.Select(turn => name + turn).Where(names.Contains).ToList();
        var newest = found.Select(Read).OfType<ConsumerOffsets>().MaxBy(offsets => offsets.Sequence);
        if (newest is not null || found.Count < 2) return newest; // the very first saving may have been torn

        throw new LogMismatchException(
            $"The offsets of consumer '{name}' in '{storage.Name}' are damaged, or of another log. Remedy: put the files back from a " +
            "copy, or delete the consumer and begin anew.");
    }

    /// <summary>Saves, durably when the call returns.</summary>
    public void Save(ConsumerOffsets offsets)
    {
        var turn = (int)(offsets.Sequence & 1);
        var bytes = offsets.ToBytes(logId);
        var isThere = _isTrusted[turn];
        _isTrusted[turn] = false;
        if (!isThere) storage.Delete(name + Turns[turn]);
        using (var file = isThere ? storage.Open(name + Turns[turn]) : storage.Create(name + Turns[turn]))
        {
            if (file.Length != bytes.Length) file.SetLength(bytes.Length);
            file.Write(0, bytes);
            file.Sync();
        }
        if (!isThere) storage.SyncNames();
        _isTrusted[turn] = true;
    }

    public void Delete()
    {
        foreach (var turn in Turns) storage.Delete(name + turn);
        storage.SyncNames();
    }

    /// <summary>The names of the consumers that have files in a directory.</summary>
    public static IEnumerable<string> NamesIn(IStorage storage) => storage.List()
        .Where(file => Turns.Any(turn => file.EndsWith(turn, StringComparison.Ordinal)))
        .Select(file => file[..file.LastIndexOf('.')])
        .Distinct();

    private ConsumerOffsets? Read(string file)
    {
        using var source = storage.OpenRead(file);
        var bytes = new byte[Math.Min(source.Length, MaxBytes)];
        return ConsumerOffsets.TryRead(bytes.AsSpan(0, source.Read(0, bytes)), logId, partitions);
    }
}
