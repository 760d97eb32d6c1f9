using LambdaSpeed.Storage;

namespace LambdaSpeed.Tests.Storage;

/// <summary>The contract on a real directory.</summary>
public sealed class DiskStorageTests : StorageContract, IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("lambdaspeed-storage-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private protected override IStorage OpenStorage() => new DiskStorage(_path);
}
