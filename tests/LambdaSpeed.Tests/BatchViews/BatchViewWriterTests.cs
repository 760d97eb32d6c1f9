using LambdaSpeed.BatchViews;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.BatchViews;

public sealed class BatchViewWriterTests : IDisposable
{
    private readonly SimulatedDisk _disk = new();
    private readonly string _path = Path.Combine(Path.GetTempPath(), "lambdaspeed-batch-" + Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_path)) Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public void SortedInput_IsWrittenOnce()
    {
        BatchRoom.Write(_disk.Open(), BatchRoom.Counts<long>(), Enumerable.Range(0, 50_000).Select(i => ((long)i, 1L)), sortBytes: 2000);

        Assert.Equal(1, _disk.CountOf(StorageOperation.Create));
        Assert.Equal(1, _disk.CountOf(StorageOperation.Rename));
        Assert.Equal(0, _disk.CountOf(StorageOperation.Delete));
    }

    [Fact]
    public void UnsortedInput_ThatFitsInMemory_IsWrittenOnce_BehindItsSortedBeginning()
    {
        BatchRoom.Write(_disk.Open(), BatchRoom.Counts<long>(), [(1, 1), (5, 1), (3, 1), (2, 1)]);

        Assert.Equal(3, _disk.CountOf(StorageOperation.Create)); // the beginning, the rest, both together
        Assert.Equal([1, 2, 3, 5], Keys());
    }

    [Fact]
    public void ManyRuns_AreMerged_AndLeaveNothing()
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 20_000).Select(_ => (random.NextInt64(5000), 1L)).ToList();
        BatchRoom.Write(_disk.Open(), BatchRoom.Counts<long>(), rows, sortBytes: 3000);

        using var view = BatchRoom.Open(_disk.Open(), BatchRoom.Counts<long>());
        Assert.True(_disk.CountOf(StorageOperation.Create) > 200); // more than are merged at a time
        Assert.Equal(rows.CountBy(row => row.Item1).OrderBy(pair => pair.Key).Select(pair => KeyValuePair.Create(pair.Key, (long)pair.Value)), view.All());
        Assert.Equal([BatchRoom.Name], Files());
    }

    [Fact]
    public void Nothing_IsAViewToo()
    {
        BatchRoom.Write(_disk.Open(), BatchRoom.Counts<string>(), []);

        using var view = BatchRoom.Open(_disk.Open(), BatchRoom.Counts<string>());
        Assert.Equal(0, view.Count);
        Assert.Empty(view.All());
        Assert.Empty(view.Scan(KeyRange.From("a")));
        Assert.False(view.TryGet("a", out _));
    }

    [Fact]
    public void LongKeysAndAccumulators_HaveBlocksOfTheirOwn()
    {
        var schema = BatchViewSchema.For(Codec.String, Aggregator.Create("", (string a, string b) => a + b, (a, b) => a + b, a => a), "join");
        var rows = Enumerable.Range(0, 40).Select(i => (new string((char)('a' + (i % 26)), i * 1500), new string('v', i * 40_000))).ToList();
        using (var writer = new BatchViewWriter<string, string>(_disk.Open(), BatchRoom.Name, schema, BatchRoom.CutAt(1), new()))
        {
            foreach (var (key, value) in rows) writer.Add(key, value);
            Assert.Throws<InvalidOperationException>(() => writer.Add(new string('x', 70_000), ""));
            writer.Complete();
        }

        using var view = new BatchViewFile<string, string>(new ByteArrayBytes(_disk.Peek(BatchRoom.Name)), schema);
        foreach (var (key, value) in rows) Assert.True(view.TryGet(key, out var found) && found == value);
        Assert.Equal(rows.Count, view.All().Count());
    }

    [Fact]
    public void WriterThatIsLeft_LeavesNothing_AndPublishesNothing()
    {
        using (var writer = Begin())
        {
            for (var i = 0; i < 5000; i++) writer.Add(i * 7 % 5000, 1);
        }

        Assert.Empty(Files());
    }

    [Fact]
    public void WriterThatDied_LeavesWhatTheNextOneDeletes()
    {
        var writer = Begin();
        for (var i = 0; i < 5000; i++) writer.Add(i * 7 % 5000, 1);
        _disk.Kill();
        Assert.NotEmpty(Files());

        BatchRoom.Write(_disk.Open(), BatchRoom.Counts<long>(), [(1, 1)]);
        Assert.Equal([BatchRoom.Name], Files());
    }

    [Fact]
    public void NameThatIsTaken_IsRefused_AndLeftAlone()
    {
        BatchRoom.Write(_disk.Open(), BatchRoom.Counts<long>(), [(1, 1)]);

        Assert.Throws<InvalidOperationException>(() => Begin());
        Assert.Equal([1], Keys());
    }

    [Fact]
    public void TwoWritersOfOneName_AreRefused()
    {
        using var writer = Begin();
        Assert.Throws<StorageLockedException>(() => Begin());
        using var other = new BatchViewWriter<long, long>(_disk.Open(), "other", BatchRoom.Counts<long>(), BatchRoom.CutAt(1), new());
    }

    [Fact]
    public async Task Import_OfRowsInAnyOrder_MergesThoseOfAKey_OnARealDisk()
    {
        var schema = BatchRoom.Counts<string>();
        var path = Path.Combine(_path, "deep", "hits");
        await BatchView.ImportAsync(path, schema, BatchRoom.CutAt(9), Rows(("b", 1), ("a", 2), ("b", 3)), cancellationToken: TestContext.Current.CancellationToken);

        foreach (var isMapped in new[] { true, false })
        {
            using var view = BatchView.Open(path, schema, new() { IsMapped = isMapped });
            Assert.Equal([KeyValuePair.Create("a", 2L), KeyValuePair.Create("b", 4L)], view.All());
            Assert.Equal(BatchRoom.CutAt(9), view.Identity.Cut);
            Assert.True(view.TryGet("b", out var count));
            Assert.Equal(4, count);
            var walk = view.All().GetEnumerator();
            Assert.True(walk.MoveNext());
            view.Dispose();
            Assert.True(walk.MoveNext()); // what has begun goes on
            walk.Dispose();
            Assert.Throws<ObjectDisposedException>(() => view.TryGet("b", out _));
        }
        Assert.Equal(new("string", true, "int64", "count", BatchRoom.CutAt(9)), BatchView.Identify(path));
        using var memory = await BatchView.InMemoryAsync(
            "rows", schema, BatchRoom.CutAt(9), Rows(("b", 1), ("a", 2), ("b", 3)), TestContext.Current.CancellationToken);
        Assert.Equal([KeyValuePair.Create("a", 2L), KeyValuePair.Create("b", 4L)], memory.All());
    }

    [Fact]
    public async Task Import_ThatIsCancelled_LeavesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        var path = Path.Combine(_path, "hits");
        await Assert.ThrowsAsync<OperationCanceledException>(() => BatchView.ImportAsync(
            path, BatchRoom.Counts<string>(), BatchRoom.CutAt(9), Endless(cancelled), cancellationToken: cancelled.Token));

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void OtherTypes_AreRefused_WithWhatDiffers()
    {
        BatchRoom.Write(_disk.Open(), BatchRoom.Counts<long>(), [(1, 1)]);

        Assert.Contains("int64", Refusal(BatchRoom.Counts<string>()), StringComparison.Ordinal);
        Assert.Contains("sum", Refusal(BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.Sum(x => x))), StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFile_IsReported() =>
        Assert.Throws<BatchViewStorageException>(() => BatchView.Open(Path.Combine(_path, "none"), BatchRoom.Counts<long>()));

    [Fact]
    public void Read_OfAMappedFile_AllocatesNothing()
    {
        var bytes = new ByteArrayBytes(BatchRoom.Bytes(BatchRoom.Counts<long>(), Enumerable.Range(0, 5000).Select(i => ((long)i, 1L))));
        using var view = new BatchViewFile<long, long>(bytes, BatchRoom.Counts<long>());
        for (var i = 0; i < 6000; i++) view.TryGet(i, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 6000; i++) view.TryGet(i, out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, bytes.Users);
    }

    private static async IAsyncEnumerable<(string, long)> Rows(params (string, long)[] rows)
    {
        foreach (var row in rows)
        {
            await Task.Yield();
            yield return row;
        }
    }

    private static async IAsyncEnumerable<(string, long)> Endless(CancellationTokenSource cancelled)
    {
        for (var i = 0; ; i++)
        {
            if (i == 100) await cancelled.CancelAsync();
            yield return ($"{i % 7}", 1);
        }
    }

    private string Refusal<TKey>(BatchViewSchema<TKey, long> schema)
        where TKey : notnull => Assert.Throws<BatchViewMismatchException>(() => BatchRoom.Open(_disk.Open(), schema)).Message;

    private BatchViewWriter<long, long> Begin() =>
        new(_disk.Open(), BatchRoom.Name, BatchRoom.Counts<long>(), BatchRoom.CutAt(7), new() { SortBytes = 3000 });

    private IEnumerable<string> Files() => _disk.Open().List().Where(name => !name.EndsWith(".lock", StringComparison.Ordinal));

    private List<long> Keys()
    {
        using var view = BatchRoom.Open(_disk.Open(), BatchRoom.Counts<long>());
        return [.. view.All().Select(pair => pair.Key)];
    }
}
