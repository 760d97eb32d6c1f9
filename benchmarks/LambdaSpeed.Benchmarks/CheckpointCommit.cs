using BenchmarkDotNet.Attributes;

namespace LambdaSpeed.Benchmarks;

/// <summary>What a commit costs: 80,000 entries of eight bytes each for key and value, in sixteen blocks. <see cref="RawWriteAndSync"/> is
/// the yardstick: as many bytes at the end of a file, and one sync.</summary>
[MemoryDiagnoser]
public class CheckpointCommit
{
    private const int BlockCount = 16;
    private const int EntriesPerBlock = 5_000;

    private readonly List<ChangeBlock> _blocks = [];
    private readonly byte[] _bytes = new byte[BlockCount * EntriesPerBlock * 19];
    private string _path = "";
    private ICheckpointJournal _files = null!;
    private ICheckpointJournal _memory = null!;
    private FileStream _raw = null!;
    private long _commits;

    [GlobalSetup]
    public void Open()
    {
        _path = Directory.CreateTempSubdirectory("lambdaspeed-commit-").FullName;
        _files = CheckpointStore.InDirectory(_path).Open("files");
        _memory = CheckpointStore.InMemory().Open("memory");
        _raw = new FileStream(Path.Combine(_path, "raw"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var i = 0; i < BlockCount; i++)
        {
            using var writer = new ChangeWriter();
            for (long key = 0; key < EntriesPerBlock; key++) writer.Put(Codec.Int64, (key * BlockCount) + i, Codec.Int64, key);
            _blocks.Add(new($"views/hits/{i}", writer.Written.ToArray()));
        }
    }

    [Benchmark(Baseline = true)]
    public void RawWriteAndSync()
    {
        if (_raw.Position > 128 << 20) _raw.SetLength(0);
        _raw.Write(_bytes);
        _raw.Flush(flushToDisk: true);
    }

    [Benchmark]
    public void Files() => Commit(_files);

    [Benchmark]
    public void Memory() => Commit(_memory);

    [GlobalCleanup]
    public void Check()
    {
        _files.Dispose();
        _memory.Dispose();
        _raw.Dispose();
        using (var again = CheckpointStore.InDirectory(_path).Open("files"))
        {
            if (again.Latest is { } latest && latest.Epoch.Number > _commits) throw new InvalidOperationException("A commit too many is there.");
        }
        Directory.Delete(_path, recursive: true);
    }

    private void Commit(ICheckpointJournal journal)
    {
        journal.Commit(new(++_commits), ReadOnlyMemory<byte>.Empty, _blocks);
        if (!journal.WantsSnapshot) return;

        // one key is state enough here: what is measured is the commit
        using var snapshot = journal.BeginSnapshot(new(_commits), ReadOnlyMemory<byte>.Empty);
        snapshot.Write(_blocks[0]);
        snapshot.Complete(snapshot.Epoch);
    }
}
