using LambdaSpeed.RocksDb;
using LambdaSpeed.Satellites.Tests.Fixtures;
using RocksDbSharp;
using Xunit;
using Database = RocksDbSharp.RocksDb;

namespace LambdaSpeed.Satellites.Tests.Checkpoints;

/// <summary>What is RocksDB's own beyond the contract.</summary>
public sealed class RocksDbStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-rocksdb-");

    private string Place => Path.Combine(_folder.FullName, "place");

    private string Topology => Path.Combine(Place, "hits");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Options_ThatCannotBe_AreRefusedAtOnce()
    {
        Requires<ArgumentException>("Path", () => _ = new RocksDbCheckpointStore(new() { Path = " " }));
        Requires<ArgumentException>("MemoryBytes", () => _ = new RocksDbCheckpointStore(new() { Path = Place, MemoryBytes = 1 << 20 }));
        Assert.False(Directory.Exists(Place));
    }

    [Fact]
    public void Options_OfTheClient_ArePassedThrough()
    {
        var (database, state) = (0, 0);
        var store = new RocksDbCheckpointStore(new()
        {
            Path = Place, ConfigureDatabase = options => { database++; options.SetMaxOpenFiles(100); },
            ConfigureState = options => { state++; options.SetCompression(Compression.No); },
        });
        store.Open("hits").Dispose();

        Assert.Equal((1, 1), (database, state));
        Assert.Contains("max_open_files=100", Options(), StringComparison.Ordinal);
        Assert.Contains("compression=kNoCompression", Options(), StringComparison.Ordinal);
        Assert.Contains("atomic_flush=true", Options(), StringComparison.Ordinal);
        Assert.Contains(Place, store.Description, StringComparison.Ordinal);
        Assert.True(store.SurvivesProcess);

        string Options() => File.ReadAllText(Directory.GetFiles(Topology, "OPTIONS-*").Order(StringComparer.Ordinal).Last());
    }

    [Fact]
    public void Place_ThatCannotBe_IsReported()
    {
        var file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");

        Requires<CheckpointException>(file, () => RocksDbHarness.StoreAt(Path.Combine(file, "below")).Open("hits"));
    }

    [Fact]
    public void NewerFormat_IsRefused()
    {
        CommitSome(3);
        using (var database = OpenRaw()) database.Put("f"u8.ToArray(), new byte[] { 0, 0, 0, 0, 0, 0, 0, 2 });

        var refused = Assert.Throws<CheckpointVersionException>(() => Open());
        Assert.Equal(2, refused.Version);
    }

    [Theory]
    [InlineData("c", "latest commit")]
    [InlineData("i", "incarnation")]
    [InlineData("f", "format")]
    [InlineData("sview:counted", "section")]
    public void Entry_ThatIsMalformed_IsDamage(string key, string saying)
    {
        CommitSome(3);
        using (var database = OpenRaw()) database.Put(System.Text.Encoding.UTF8.GetBytes(key), new byte[] { 1, 2, 3 });

        Requires<CheckpointDamagedException>(saying, () => Open());
    }

    [Fact]
    public void Section_ThatNobodyKnows_IsDamage()
    {
        CommitSome(3);
        using (var database = OpenRaw()) database.Remove(System.Text.Encoding.UTF8.GetBytes("sview:counted"));
        using var journal = Open();

        Requires<CheckpointDamagedException>("belongs to section", () => journal.ReadState((_, _) => { }));
    }

    [Theory]
    [InlineData("*.sst")]
    [InlineData("CURRENT")]
    [InlineData("MANIFEST-*")]
    public void File_ThatIsMissing_IsDamage(string pattern)
    {
        CommitSome(50);
        Open().Dispose(); // what was in the log is in a file now
        foreach (var file in Directory.GetFiles(Topology, pattern)) File.Delete(file);

        Assert.Throws<CheckpointDamagedException>(() =>
        {
            using var journal = Open();
            KnownCommits.Read(journal);
        });
    }

    [Fact]
    public void Block_ThatIsDamaged_IsNeverHandedOver()
    {
        CommitSome(200);
        Open().Dispose();
        var file = Directory.GetFiles(Topology, "*.sst").MaxBy(name => new FileInfo(name).Length)!;
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 3] ^= 4;
        File.WriteAllBytes(file, bytes);
        using var journal = (IKeyedJournal)Open();
        var keys = KnownCommits.FoldOf(200).Keys.GroupBy(id => id.Section, id => id.Key).ToList();

        Requires<CheckpointDamagedException>(Topology, () => KnownCommits.Read(journal));
        for (var time = 0; time < 100; time++) // what the client hands out for the others is freed each time
        {
            Requires<CheckpointDamagedException>(Topology, () =>
            {
                foreach (var section in keys)
                {
                    journal.ReadKeys(section.Key, [.. section.Select(key => BytesOf(key))], (_, _) => { });
                }
            });
        }
    }

    [Fact]
    public void BackUp_BesideARun_IsWhatWasCommitted()
    {
        var (store, other) = (RocksDbHarness.StoreAt(Place), Path.Combine(_folder.FullName, "copies", "monday"));
        using var journal = store.Open("hits");
        for (var epoch = 1; epoch <= 20; epoch++) KnownCommits.Commit(journal, epoch);
        store.BackUp("hits", other);
        for (var epoch = 21; epoch <= 40; epoch++) KnownCommits.Commit(journal, epoch);

        using var copy = RocksDbHarness.StoreAt(other).Open("hits");
        Assert.Equal(20, copy.Latest!.Epoch.Number);
        Assert.Equal(KnownCommits.FoldOf(20), KnownCommits.Read(copy));
        Assert.Equal(KnownCommits.FoldOf(40), KnownCommits.Read(journal));
        Requires<CheckpointWriteException>(other, () => store.BackUp("hits", other));
        Requires<ArgumentException>("misses", () => store.BackUp("misses", other));
        KnownCommits.Commit(journal, 41);
    }

    [Fact]
    public void BackUp_WithoutARun_IsWhatWasCommitted()
    {
        CommitSome(20);
        var other = Path.Combine(_folder.FullName, "copy");
        RocksDbHarness.StoreAt(Place).BackUp("hits", other);

        using var copy = RocksDbHarness.StoreAt(other).Open("hits");
        Assert.Equal(KnownCommits.FoldOf(20), KnownCommits.Read(copy));
    }

    [Fact]
    public void Retain_OfAMillionKeys_TakesNoTime()
    {
        using var journal = Open();
        using var writer = new ChangeWriter();
        for (var i = 0L; i < 1_000_000; i++) writer.Put(Codec.Int64, i, Codec.Int64, i);
        var (limit, time) = (TimeSpan.FromMilliseconds(200), TimeSpan.MaxValue);
        for (var attempt = 1; attempt < 5 && time > limit; attempt++) // a busy machine may stop this thread meanwhile
        {
            journal.Commit(new(attempt), default, [new("large", writer.Written), new("small", new byte[] { 1, 1, 7, 1, 8 })]);
            var start = TimeProvider.System.GetTimestamp();
            journal.Retain(new HashSet<string> { "small" });
            time = TimeProvider.System.GetElapsedTime(start);
        }

        Assert.True(time <= limit, $"it took {time}");
        var sections = new List<string>();
        journal.ReadState((section, _) => sections.Add(section));
        Assert.Equal(["small"], sections);
    }

    [Fact]
    public void Store_SaysWhatItTakes_OfMemoryAndDisk()
    {
        ICheckpointStore store = RocksDbHarness.StoreAt(Place);
        Assert.Equal(("rocksdb", 0, null), (store.SystemName, store.MemoryBytesInUse, store.DiskBytesOf("hits")));
        Assert.False(Directory.Exists(Place));
        using (var journal = store.Open("hits"))
        {
            var (memory, disk) = (store.MemoryBytesInUse, store.DiskBytesOf("hits"));
            using var writer = new ChangeWriter();
            for (var i = 0L; i < 50_000; i++) writer.Put(Codec.Int64, i, Codec.Int64, i);
            journal.Commit(new(1), default, [new("some", writer.Written)]);
            Assert.True(store.MemoryBytesInUse > memory + 500_000, $"{memory} bytes, then {store.MemoryBytesInUse}");
            Assert.True(store.DiskBytesOf("hits") > disk + writer.Length, $"{disk} bytes, then {store.DiskBytesOf("hits")}");
            Assert.Equal(BytesOfFiles(), store.DiskBytesOf("hits"));
            Assert.Null(store.DiskBytesOf("misses"));
        }
        Assert.Equal(BytesOfFiles(), store.DiskBytesOf("hits"));

        long BytesOfFiles() => new DirectoryInfo(Topology).GetFiles().Sum(file => file.Length);
    }

    private static void Requires<TException>(string saying, Action act)
        where TException : Exception =>
        Assert.Contains(saying, Assert.ThrowsAny<TException>(act).Message, StringComparison.Ordinal);

    private static ReadOnlyMemory<byte> BytesOf(long key)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        Codec.Int64.Write(bytes, key);
        return bytes.WrittenMemory;
    }

    private ICheckpointJournal Open() => RocksDbHarness.StoreAt(Place).Open("hits");

    private void CommitSome(int epochs)
    {
        using var journal = Open();
        for (var epoch = 1; epoch <= epochs; epoch++) KnownCommits.Commit(journal, epoch);
    }

    private Database OpenRaw() =>
        Database.Open(new DbOptions(), Topology, new ColumnFamilies { { "state", new ColumnFamilyOptions() } });
}
