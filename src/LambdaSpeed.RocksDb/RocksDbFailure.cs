using RocksDbSharp;

namespace LambdaSpeed.RocksDb;

/// <summary>Says in the library's words what RocksDB says in its own. It tells kinds of failure by the beginnings of texts alone.</summary>
internal static class RocksDbFailure
{
    private static readonly string[] _locked = ["lock hold by current process", "While lock file"];

    /// <summary>What is there does not fit together: a file does not hold its checksum, is shorter than it was, or missing.</summary>
    private static readonly string[] _damaged =
        ["Corruption", "No such file or directory", "The system cannot find", "truncated"];

    /// <summary>A failure to open or to read a database.</summary>
    public static Exception OfReading(string path, RocksDbException failure)
    {
        if (Says(failure, _locked)) return new StorageLockedException(path, failure);
        return Says(failure, _damaged)
            ? new CheckpointDamagedException(path, $"RocksDB says '{failure.Message}'", failure)
            : new CheckpointReadException(path, failure);
    }

    private static bool Says(RocksDbException failure, string[] texts) =>
        texts.Any(text => failure.Message.Contains(text, StringComparison.OrdinalIgnoreCase));
}
