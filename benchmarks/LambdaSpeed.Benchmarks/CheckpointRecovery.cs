using BenchmarkDotNet.Attributes;

namespace LambdaSpeed.Benchmarks;

/// <summary>What the store takes to find, verify and hand over a state: a snapshot of so many keys with a hundred commits behind it.</summary>
public class CheckpointRecovery
{
    private const int EntriesPerBlock = 50_000;

    private string _path = "";

    [Params(1_000_000, 10_000_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Write()
    {
        _path = Directory.CreateTempSubdirectory("lambdaspeed-recovery-").FullName;
        using var journal = CheckpointStore.InDirectory(_path).Open("files");
        using var writer = new ChangeWriter();
        journal.Commit(new(1), default, []);
        using (var snapshot = journal.BeginSnapshot(new(1), default))
        {
            for (long first = 0; first < Keys; first += EntriesPerBlock) snapshot.Write(Block(writer, first));
            snapshot.Complete(snapshot.Epoch);
        }
        for (var epoch = 2; epoch <= 101; epoch++) journal.Commit(new(epoch), default, [Block(writer, 0)]);
    }

    /// <summary>Opening: finds and verifies all that is needed.</summary>
    [Benchmark]
    public void Open() => CheckpointStore.InDirectory(_path).Open("files").Dispose();

    /// <summary>Opening and handing over; the pieces are not looked at.</summary>
    [Benchmark]
    public long OpenAndReadState()
    {
        var bytes = 0L;
        using var journal = CheckpointStore.InDirectory(_path).Open("files");
        journal.ReadState((_, entries) => bytes += entries.Length);
        return bytes == 19L * (Keys + (100 * EntriesPerBlock)) ? bytes : throw new InvalidOperationException($"{bytes} bytes came back.");
    }

    /// <summary>The same, with every entry taken apart.</summary>
    [Benchmark]
    public long OpenReadStateAndEntries()
    {
        var count = 0L;
        using var journal = CheckpointStore.InDirectory(_path).Open("files");
        journal.ReadState((_, entries) =>
        {
            for (var reader = new ChangeReader(entries); reader.Read();) count++;
        });
        return count == Keys + (100L * EntriesPerBlock) ? count : throw new InvalidOperationException($"{count} entries came back.");
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(_path, recursive: true);

    private static ChangeBlock Block(ChangeWriter writer, long first)
    {
        writer.Clear();
        for (var key = first; key < first + EntriesPerBlock; key++) writer.Put(Codec.Int64, key, Codec.Int64, key);
        return new("views/hits/0", writer.Written);
    }
}
