namespace LambdaSpeed.Storage;

/// <summary>A directory of the file system.</summary>
internal sealed class DiskStorage : IStorage
{
    private readonly string _path;

    public DiskStorage(string path)
    {
        _path = Path.GetFullPath(path);
        Make(_path);
    }

    public string Name => _path;

    public IReadOnlyList<string> List() => Names(System.IO.Directory.EnumerateFiles(_path));

    public IReadOnlyList<string> ListDirectories() => Names(System.IO.Directory.EnumerateDirectories(_path));

    public IStorage Directory(string name) => new DiskStorage(PathOf(name));

    public IStorageFile Create(string name) => new DiskFile(PathOf(name), FileMode.CreateNew, FileAccess.ReadWrite);

    public IStorageFile Open(string name) => new DiskFile(PathOf(name), FileMode.Open, FileAccess.ReadWrite);

    public IStorageFile OpenRead(string name) => new DiskFile(PathOf(name), FileMode.Open, FileAccess.Read);

    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: true);

    public void Delete(string name) => File.Delete(PathOf(name));

    public void SyncNames() => DirectorySync.Sync(_path);

    public IDisposable Lock(string name)
    {
        var path = PathOf(name);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new StorageLockedException(path, exception);
        }
    }

    /// <summary>Makes a directory with all above it, and their names durable: what is synced in it is lost with its name.</summary>
    private static void Make(string path)
    {
        if (System.IO.Directory.Exists(path)) return;

        var parent = Path.GetDirectoryName(path);
        if (parent is not null) Make(parent);
        System.IO.Directory.CreateDirectory(path);
        if (parent is not null) DirectorySync.Sync(parent);
    }

    private static string[] Names(IEnumerable<string> paths) =>
        [.. paths.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string PathOf(string name) => Path.Combine(_path, name);
}
