using LambdaSpeed.BatchViews;
using LambdaSpeed.Sketches;
using LambdaSpeed.Tests.BatchViews;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

public sealed class MergedViewTests
{
    [Fact]
    public async Task Publish_OfACutThatWasNotAnnounced_IsRefused()
    {
        var stream = Sliced("a", "|", "b", "|", "c");

        var offer = stream.View.TakeAsync(stream.Compute(stream.CutAt(3))); // the refusal is the task's: the call itself does not throw
        var refused = await Assert.ThrowsAsync<BatchViewMismatchException>(() => offer);
        Assert.Contains("announced", refused.Message, StringComparison.Ordinal);
        Assert.Null(stream.View.Cut);
    }

    [Fact]
    public async Task Publish_OfACutOfAnotherLog_IsRefused()
    {
        var stream = Sliced("a", "|", "b");
        var foreign = new Cut(stream.Cuts[0].Epoch, [new("events", "other log", [new(0, 1)])]);

        await Assert.ThrowsAsync<BatchViewMismatchException>(() => stream.View.TakeAsync(stream.Compute(foreign)));
    }

    [Fact]
    public async Task Publish_OfAnOlderCut_IsRefused_UnlessRollBackIsAskedFor()
    {
        var stream = Sliced("a", "|", "b", "|", "c", "|");
        var (older, newer) = (stream.Compute(stream.Cuts[0]), stream.Compute(stream.Cuts[1]));
        await stream.View.TakeAsync(newer);

        await Assert.ThrowsAsync<BatchViewMismatchException>(() => stream.View.TakeAsync(older));
        await stream.View.GoBackAsync(older);
        Assert.Equal(stream.Cuts[0], stream.View.Cut);
        Assert.Equal(stream.Expected, stream.View.All().ToDictionary());
    }

    [Fact]
    public async Task RollBack_BelowTheSlicesThatAreKept_IsRefused()
    {
        var stream = new SlicedStream<string>(keptSlices: 1);
        Play(stream, "a", "|", "b", "|", "c", "|");
        var cuts = stream.Cuts;
        await stream.View.TakeAsync(stream.Compute(cuts[2]));

        await Assert.ThrowsAsync<BatchViewMismatchException>(() => stream.View.GoBackAsync(stream.Compute(cuts[0])));
        Assert.Equal(cuts.Skip(1), stream.Cuts);
        await stream.View.GoBackAsync(stream.Compute(cuts[1]));
        Assert.Equal(stream.Expected, stream.View.All().ToDictionary());
    }

    [Fact]
    public async Task WrongBatchView_IsShown_AndTakenBack()
    {
        var stream = Sliced("a", "|", "a", "b", "|", "a");
        stream.Publish();
        await stream.View.TakeAsync(stream.Compute(stream.Cuts[0]));
        await stream.View.TakeAsync(BatchView.InMemory("wrong", stream.Schema, stream.Cuts[1], [KeyValuePair.Create("a", 1000L)]));
        Assert.Equal(1001, stream.View.Get("a"));

        await stream.View.GoBackAsync(stream.Compute(stream.Cuts[0]));
        Assert.Equal(stream.Expected, stream.View.All().ToDictionary());
    }

    [Fact]
    public async Task Publish_OfAnotherAggregator_IsRefused_UnlessItIsAnExactPartner()
    {
        var sums = BatchViewSchema.For(Codec.String, (Aggregates<long> a) => a.Sum(x => x));
        var strict = Over(new(), out var cut);
        var batch = BatchView.InMemory("sums", sums, cut, [KeyValuePair.Create("a", 5L)]);

        var refused = await Assert.ThrowsAsync<BatchViewMismatchException>(() => strict.TakeAsync(batch));
        Assert.Contains("partner", refused.Message, StringComparison.Ordinal);
        var view = Over(new() { ExactPartners = [sums.Aggregator] }, out cut);
        await view.TakeAsync(BatchView.InMemory("sums", sums, cut, [KeyValuePair.Create("a", 5L)]));
        Assert.Equal(5, view.Get("a"));
    }

    [Fact]
    public async Task Publish_OfAnotherCodec_IsRefused()
    {
        var view = Over(new(), out var cut);
        var batch = BatchView.InMemory(
            "other", BatchViewSchema.For(new OtherCodec(), (Aggregates<int> a) => a.Count()), cut, [KeyValuePair.Create("a", 5L)]);

        await Assert.ThrowsAsync<BatchViewMismatchException>(() => view.TakeAsync(batch));
    }

    [Fact]
    public async Task SameSlices_OfMutableAccumulators_AreNotChangedByReads()
    {
        var schema = BatchViewSchema.For(Codec.String, (Aggregates<string> a) => a.ApproximateDistinct(x => x));
        var sliced = new SlicedView<string, HllSketch, long>(schema, new(), sketch => sketch.Copy());
        var cut = sliced.EndSlice(1);
        sliced.Add("a", Sketch("x"));
        sliced.EndSlice(2);
        sliced.Add("a", Sketch("x"));
        sliced.Publish(3);
        var view = sliced.Merged;
        var batch = BatchView.InMemory("batch", schema, cut, [KeyValuePair.Create("a", Sketch("y", "z"))]);
        await view.TakeAsync(batch);

        for (var i = 0; i < 3; i++) Assert.Equal(1, sliced.Realtime.Get("a"));
        for (var i = 0; i < 3; i++) Assert.Equal(3, view.Get("a"));
        Assert.True(batch.TryGet("a", out var kept));
        Assert.Equal(2, Math.Round(kept.Estimate));
    }

    [Fact]
    public async Task Snapshot_KeepsItsBatchViewAndEpoch()
    {
        var stream = Sliced("a", "|", "b", "|", "a");
        stream.Publish();
        var before = stream.Expected;
        using var snapshot = stream.View.Snapshot();
        Play(stream, "a", "c", "|");
        await stream.View.TakeAsync(stream.Compute(stream.Cuts[^1]));

        Assert.Equal(before, snapshot.All().ToDictionary());
        Assert.Null(snapshot.Cut);
        Assert.Equal(stream.Expected, stream.View.All().ToDictionary());
        snapshot.Dispose();
        Assert.Throws<ObjectDisposedException>(() => snapshot.Get("a"));
    }

    [Fact]
    public async Task FormerBatchView_IsDisposed_WhenNoSnapshotReadsItAnyMore()
    {
        var stream = Sliced("a", "|", "a", "|", "a");
        var bytes = new ByteArrayBytes(BatchRoom.Bytes(stream.Schema, [("a", 1)], stream.Cuts[0]));
        await stream.View.TakeAsync(new BatchViewFile<string, long>(bytes, stream.Schema));
        var snapshot = stream.View.Snapshot();
        await stream.View.TakeAsync(stream.Compute(stream.Cuts[1]));

        Assert.Equal(2, snapshot.Get("a"));
        Assert.False(bytes.IsDisposed);
        snapshot.Dispose();
        snapshot.Dispose();
        Assert.True(bytes.IsDisposed);
    }

    [Fact]
    public async Task Exchange_BesideReaders_ShowsNeitherNorBothNever()
    {
        var stream = Sliced("a", "|", "a", "a", "|", "a", "|");
        stream.Publish();
        var expected = stream.Expected["a"];
        using var ended = new CancellationTokenSource();
        var reads = new int[2]; // by reader, beside the exchanges
        var readers = Enumerable.Range(0, 2).Select(reader => Task.Run(() =>
        {
            for (var i = 0; !ended.IsCancellationRequested; i++)
            {
                Assert.Equal(expected, stream.View.Get("a"));
                if (i % 16 == 0) Assert.Equal(expected, stream.View.All().Single().Value);
                Interlocked.Increment(ref reads[reader]);
            }
        })).ToList();

        var schema = stream.Schema;
        var files = stream.Cuts.Select(cut => BatchRoom.Bytes(schema, stream.Compute(cut).All().Select(pair => (pair.Key, pair.Value)), cut)).ToList();
        for (var i = 0; i < 10_000 || (reads.Contains(0) && !readers.Any(reader => reader.IsCompleted)); i++) // the readers may start late
        {
            await stream.View.GoBackAsync(new BatchViewFile<string, long>(new ByteArrayBytes(files[i % 3]), schema));
            if (i % 100 == 0) await Task.Yield();
        }
        await ended.CancelAsync();
        await Task.WhenAll(readers);
        Assert.All(reads, count => Assert.True(count > 0));
    }

    [Fact]
    public async Task Read_OfSmallAccumulators_AllocatesNothing()
    {
        var stream = Sliced("a", "|", "a", "b", "|", "a");
        await stream.View.TakeAsync(stream.Compute(stream.Cuts[0]));
        for (var i = 0; i < 1000; i++) stream.View.Get("a");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) stream.View.Get(i % 2 == 0 ? "a" : "c");

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static SlicedStream<string> Sliced(params string[] events)
    {
        var stream = new SlicedStream<string>();
        Play(stream, events);
        return stream;
    }

    /// <summary>Adds events; a bar ends the slice.</summary>
    private static void Play(SlicedStream<string> stream, params string[] events)
    {
        foreach (var one in events)
        {
            if (one == "|") stream.EndSlice();
            else stream.Add(one);
        }
    }

    /// <summary>A merged view whose first cut has been made.</summary>
    private static MergedView<string, long, long> Over(MergedViewOptions options, out Cut cut)
    {
        var sliced = new SlicedView<string, long, long>(BatchViewSchema.For(Codec.String, (Aggregates<int> a) => a.Count()), options);
        cut = sliced.EndSlice(1);
        return sliced.Merged;
    }

    private static HllSketch Sketch(params string[] items)
    {
        var sketch = new HllSketch(12);
        foreach (var item in items) sketch.Add(item);
        return sketch;
    }

    private sealed class OtherCodec : ICodec<string>
    {
        public string Schema => "other";

        public bool IsKey => true;

        public void Write(System.Buffers.IBufferWriter<byte> destination, string value) => Codec.String.Write(destination, value);

        public string Read(ref ReadOnlySpan<byte> source) => Codec.String.Read(ref source);

        public ulong Hash(string value) => Codec.String.Hash(value);
    }
}
