using RocksDbSharp;
using Database = RocksDbSharp.RocksDb;

namespace LambdaSpeed.RocksDb;

/// <summary>Opens RocksDB on the directory of a topology, with what durability and the memory rest on.</summary>
internal static class DatabaseFiles
{
    /// <summary>The column family that holds the state.</summary>
    public const string StateFamily = "state";

    /// <summary>Opens a database, or makes a new one; for reading one that is there, whether or not somebody has it open.</summary>
    public static Database Open(string path, MemoryBudget budget, RocksDbCheckpointOptions options, bool forReading)
    {
        if (!forReading) CheckpointStore.MakeDirectory(path);
        RequireWhole(path);
        var (database, families) = (DatabaseOptions(budget, options), Families(budget, options));
        return forReading
            ? Database.OpenReadOnly(database, path, families, errIfLogFileExists: false)
            : Database.Open(database, path, families);
    }

    /// <summary>RocksDB would take a directory without this file for a new one.</summary>
    private static void RequireWhole(string path)
    {
        if (File.Exists(Path.Combine(path, "CURRENT"))) return;
        if (!Directory.EnumerateFiles(path).Any(file => Path.GetExtension(file) is ".log" or ".sst")) return;

        throw new CheckpointDamagedException(path, "the file 'CURRENT' is missing");
    }

    private static DbOptions DatabaseOptions(MemoryBudget budget, RocksDbCheckpointOptions options)
    {
        var database = new DbOptions().SetKeepLogFileNum(4).SkipStatsUpdateOnOpen(true);
        options.ConfigureDatabase?.Invoke(database);
        database.SetCreateIfMissing().SetCreateMissingColumnFamilies().SetParanoidChecks();
        // A torn end is a crash's work; anything else in the log was durable once, and is not passed over.
        database.SetWalRecoveryMode(Recovery.TolerateCorruptedTailRecords);
        Native.Instance.rocksdb_options_set_track_and_verify_wals_in_manifest(database.Handle, 1);
        // Both families go into files together. The log would be kept for as long as the small one is in memory.
        Native.Instance.rocksdb_options_set_atomic_flush(database.Handle, 1);
        budget.ApplyTo(database);
        return database;
    }

    private static ColumnFamilies Families(MemoryBudget budget, RocksDbCheckpointOptions options)
    {
        var (rest, state) = (new ColumnFamilyOptions(), new ColumnFamilyOptions());
        budget.ApplyTo(rest);
        budget.ApplyTo(state);
        options.ConfigureState?.Invoke(state);
        return new ColumnFamilies(rest) { { StateFamily, state } };
    }
}
