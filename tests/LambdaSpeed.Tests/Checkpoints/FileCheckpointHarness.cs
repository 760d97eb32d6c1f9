using LambdaSpeed.Testing;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>Checkpoints in files of a real directory.</summary>
internal sealed class FileCheckpointHarness : CheckpointStoreHarness
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("lambdaspeed-checkpoints-");

    public override string Directory => _folder.FullName;

    public override ICheckpointStore Open() => OpenAt(Directory);

    public override ICheckpointStore OpenAt(string directory) =>
        CheckpointStore.InDirectory(directory, new() { SnapshotAfterBytes = SnapshotAfterBytes });

    protected override void Dispose(bool disposing)
    {
        _folder.Delete(recursive: true);
        base.Dispose(disposing);
    }
}
