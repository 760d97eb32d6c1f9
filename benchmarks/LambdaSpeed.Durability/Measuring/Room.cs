namespace LambdaSpeed.Durability.Measuring;

/// <summary>A directory that is empty at first and deleted at last.</summary>
internal sealed class Room : IDisposable
{
    public Room(string path)
    {
        Path = path;
        Clear();
    }

    public string Path { get; }

    public void Clear()
    {
        Dispose();
        Directory.CreateDirectory(Path);
    }

    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
