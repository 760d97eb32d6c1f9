using LambdaSpeed.Storage;

namespace LambdaSpeed.Logs;

/// <summary>The two files of a named consumer, written in turn, so that a crash during a write leaves the one before.</summary>
/// <remarks>Used by one thread at a time. A file that this object has not written durably (of an earlier process, or after a failed sync)
/// may be gone after a power cut, though it can be read. So as long as there is one, a file is not written in place, but another one put in
/// its
/// place.</remarks>
internal sealed class ConsumerFile(IStorage storage, string name, UInt128 logId, int partitions)
{
    private const int MaxBytes = 64 << 20;

    private const string Unfinished = ".new";

    private static readonly string[] Turns = [".even", ".odd"];

    private readonly bool[] _isTrusted = new bool[2]; // whether this object wrote the file of the turn, durably

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
        // in place only beside a file that is known to be durable: what a crash tears must not be all there is
        var isInPlace = _isTrusted[0] && _isTrusted[1];
        _isTrusted[turn] = false;
        if (isInPlace) Write(storage.Open(name + Turns[turn]), bytes);
        else Replace(name + Turns[turn], bytes);
        _isTrusted[turn] = true;
    }

    public void Delete()
    {
        foreach (var turn in Turns)
        {
            storage.Delete(name + turn);
            storage.Delete(name + turn + Unfinished);
        }
        storage.SyncNames();
    }

    /// <summary>The names of the consumers that have files in a directory.</summary>
    public static IEnumerable<string> NamesIn(IStorage storage) => storage.List()
        .Where(file => Turns.Any(turn => file.EndsWith(turn, StringComparison.Ordinal)))
        .Select(file => file[..file.LastIndexOf('.')])
        .Distinct();

    private void Replace(string file, byte[] bytes)
    {
        storage.Delete(file + Unfinished);
        Write(storage.Create(file + Unfinished), bytes);
        storage.Rename(file + Unfinished, file);
        storage.SyncNames();
    }

    private static void Write(IStorageFile opened, byte[] bytes)
    {
        using var file = opened;
        if (file.Length != bytes.Length) file.SetLength(bytes.Length);
        file.Write(0, bytes);
        file.Sync();
    }

    private ConsumerOffsets? Read(string file)
    {
        using var source = storage.OpenRead(file);
        var bytes = new byte[Math.Min(source.Length, MaxBytes)];
        return ConsumerOffsets.TryRead(bytes.AsSpan(0, source.Read(0, bytes)), logId, partitions);
    }
}
