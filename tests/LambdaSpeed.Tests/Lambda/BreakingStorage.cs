using LambdaSpeed.Storage;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>A directory from whose so-manieth use on nothing works any more: as when the process had died just before.</summary>
internal sealed class BreakingStorage(IStorage inner, int breaksAt) : IStorage
{
    private int _uses; // so far

    public TaskCompletionSource Broken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => inner.Name;

    public IReadOnlyList<string> List() => Used(inner.List);

    public IReadOnlyList<string> ListDirectories() => Used(inner.ListDirectories);

    public IStorage Directory(string name) => inner.Directory(name);

    public IStorageFile Create(string name) => Used(() => inner.Create(name));

    public IStorageFile Open(string name) => Used(() => inner.Open(name));

    public IStorageFile OpenRead(string name) => Used(() => inner.OpenRead(name));

    public void Rename(string from, string to) => Used(() => Did(() => inner.Rename(from, to)));

    public void Delete(string name) => Used(() => Did(() => inner.Delete(name)));

    public void SyncNames() => Used(() => Did(inner.SyncNames));

    public IDisposable Lock(string name) => inner.Lock(name);

    private static bool Did(Action act)
    {
        act();
        return true;
    }

    private T Used<T>(Func<T> use)
    {
        if (Interlocked.Increment(ref _uses) < breaksAt) return use();
        Broken.TrySetResult();
        throw new IOException("the process has died");
    }
}
