using LambdaSpeed.Storage;

namespace LambdaSpeed.Tests.Storage;

/// <summary>A directory of a simulated disk, as one incarnation of a process sees it.</summary>
internal sealed class SimulatedStorage(SimulatedDisk disk, SimulatedFolder folder, string path) : IStorage
{
    private readonly int _incarnation = disk.Incarnation;

    public string Name => path.Length == 0 ? "disk" : path;

    public IReadOnlyList<string> List() => Do(() => folder.Files.Current.Keys.Order(StringComparer.Ordinal).ToArray());

    public IReadOnlyList<string> ListDirectories() => Do(() => folder.Folders.Current.Keys.Order(StringComparer.Ordinal).ToArray());

    public IStorage Directory(string name) => Do(() =>
    {
        if (!folder.Folders.Current.ContainsKey(name)) folder.Folders.Put(name, new SimulatedFolder());
        return new SimulatedStorage(disk, folder.Folders.Current[name], PathOf(name));
    });

    public IStorageFile Create(string name) => Do(StorageOperation.Create, name, () =>
    {
        if (folder.Files.Current.ContainsKey(name)) throw new IOException($"The file '{PathOf(name)}' already exists.");

        var node = new SimulatedNode();
        folder.Nodes.Add(node);
        folder.Files.Put(name, node);
        return new SimulatedFile(disk, node, PathOf(name), isWritable: true);
    });

    public IStorageFile Open(string name) => Do(() => new SimulatedFile(disk, Find(name), PathOf(name), isWritable: true));

    public IStorageFile OpenRead(string name) => Do(() => new SimulatedFile(disk, Find(name), PathOf(name), isWritable: false));

    public void Rename(string from, string to) => Do(StorageOperation.Rename, from, () =>
    {
        Find(from);
        folder.Files.Rename(from, to);
        return 0;
    });

    public void Delete(string name) => Do(StorageOperation.Delete, name, () =>
    {
        folder.Files.Remove(name);
        return 0;
    });

    public void SyncNames() => Do(StorageOperation.SyncNames, ".", () =>
    {
        folder.Files.Sync();
        folder.Folders.Sync();
        return 0;
    });

    public IDisposable Lock(string name) => Do(() =>
    {
        if (!disk.Locks.Add(PathOf(name))) throw new StorageLockedException(PathOf(name));
        return new SimulatedLock(disk, PathOf(name));
    });

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}/{name}";

    private SimulatedNode Find(string name) => folder.Files.Current.TryGetValue(name, out var node)
        ? node
        : throw new FileNotFoundException($"There is no file '{PathOf(name)}'.", PathOf(name));

    private T Do<T>(StorageOperation operation, string name, Func<T> act) => Do(() =>
        disk.Begin(operation, PathOf(name)) ? throw new IOException($"Injected: {operation} of '{PathOf(name)}' failed.") : act());

    private T Do<T>(Func<T> act)
    {
        lock (disk.Gate)
        {
            if (disk.Incarnation != _incarnation) throw new IOException($"The process that opened '{Name}' is dead.");
            return act();
        }
    }
}
