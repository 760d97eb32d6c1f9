using LambdaSpeed.RocksDb;
using LambdaSpeed.Testing;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A directory of RocksDB databases, a test's own.</summary>
internal sealed class RocksDbHarness : CheckpointStoreHarness
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("lambdaspeed-rocksdb-");

    public override bool TakesSnapshots => false;

    public override string Directory => _folder.FullName;

    public override ICheckpointStore Open() => OpenAt(Directory);

    public override ICheckpointStore OpenAt(string directory) => StoreAt(directory);

    public static RocksDbCheckpointStore StoreAt(string directory) => new(new() { Path = directory, MemoryBytes = 16 << 20 });

    protected override void Dispose(bool disposing)
    {
        _folder.Delete(recursive: true);
        base.Dispose(disposing);
    }
}
