using System.Globalization;
using LambdaSpeed.Storage;

namespace LambdaSpeed.BatchViews;

/// <summary>The files of a writer on their way: <c>name.unfinished-1</c> and so on, beside the name that one of them will get.</summary>
internal sealed class UnfinishedFiles : IDisposable
{
    private readonly IStorage _storage;
    private readonly string _name;
    private readonly BatchViewIdentity _identity;
    private readonly IDisposable _lock;
    private readonly List<string> _names = []; // those that are there
    private int _next = 1;     // the number of the next one
    private bool _isDisposed;  // set once, by the writer

    /// <summary>Takes the name for this writer, and deletes what earlier ones left behind.</summary>
    /// <exception cref="InvalidOperationException">The name is taken by a finished file.</exception>
    public UnfinishedFiles(IStorage storage, string name, BatchViewIdentity identity)
    {
        _storage = storage;
        _name = name;
        _identity = identity;
        _lock = storage.Lock(name + ".lock");
        try
        {
            var there = storage.List();
            if (there.Contains(name)) throw new InvalidOperationException(
                $"There is a batch view '{storage.Name}/{name}' already, and somebody may be reading it. Choose another name: one with the "
                + "epoch of the cut, for instance.");
            foreach (var left in there.Where(IsOurs)) storage.Delete(left);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    public SortedFileWriter Begin(bool isKept)
    {
        var name = $"{_name}.unfinished-{(_next++).ToString(CultureInfo.InvariantCulture)}";
        var file = _storage.Create(name);
        _names.Add(name);
        return new SortedFileWriter(file, _identity, isKept);
    }

    /// <summary>Opens the file that was written last, to be read by its writer.</summary>
    public SortedFile OpenLast() => new(new ReadBytes(_storage.OpenRead(_names[^1])));

    public void DeleteAllButLast()
    {
        foreach (var name in _names[..^1]) _storage.Delete(name);
        _names.RemoveRange(0, _names.Count - 1);
    }

    /// <summary>Gives the last file its name, which is durable when this returns.</summary>
    public void Publish()
    {
        _storage.Rename(_names[^1], _name);
        _names.RemoveAt(_names.Count - 1);
        _storage.SyncNames();
    }

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        foreach (var name in _names)
        {
            try
            {
                _storage.Delete(name);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // the next writer of the name deletes it
            }
        }
        _lock.Dispose();
    }

    private bool IsOurs(string file) =>
        file.StartsWith(_name + ".unfinished-", StringComparison.Ordinal)
        && file[(_name.Length + ".unfinished-".Length)..].All(char.IsAsciiDigit);
}
