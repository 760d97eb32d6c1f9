using LambdaSpeed.Checkpoints;
using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Storage;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>A file store on a simulated disk, and a run that uses it.</summary>
internal sealed class StoreOnSimulatedDisk
{
    public const string Folder = "hits";

    public StoreOnSimulatedDisk(int seed = 1, long snapshotAfterBytes = 20_000)
    {
        Disk = new SimulatedDisk(seed);
        Store = new FileCheckpointStore("simulated disk", Disk.Open, new() { SnapshotAfterBytes = snapshotAfterBytes });
        Run = new PlayedRun(Store, seed);
    }

    public SimulatedDisk Disk { get; }

    public ICheckpointStore Store { get; }

    public PlayedRun Run { get; }

    public IReadOnlyList<string> FileNames => Disk.Open().Directory(Folder).List();

    /// <summary>The newest file of a kind.</summary>
    public string Newest(string kind) => FileNames.Last(name => name.StartsWith(kind, StringComparison.Ordinal));

    public byte[] Peek(string name) => Disk.Peek($"{Folder}/{name}");

    public void Poke(string name, byte[] bytes) => Disk.Poke($"{Folder}/{name}", bytes);

    public void Flip(string name, int offset)
    {
        var bytes = Peek(name);
        bytes[offset] ^= 0x10;
        Poke(name, bytes);
    }

    /// <summary>A copy of all files.</summary>
    public Dictionary<string, byte[]> Copy() => FileNames.ToDictionary(name => name, Peek);

    /// <summary>Another store, with these files.</summary>
    public static StoreOnSimulatedDisk With(IReadOnlyDictionary<string, byte[]> files)
    {
        var store = new StoreOnSimulatedDisk();
        var storage = store.Disk.Open().Directory(Folder);
        foreach (var (name, bytes) in files)
        {
            using var file = storage.Create(name);
            file.Write(0, bytes);
        }
        return store;
    }
}
