using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>When recomputations are refused, end, and are waited for.</summary>
public sealed class RecomputationLifeTests : IDisposable
{
    private static readonly ViewName<long, long> Counts = new("counts");
    private static readonly BatchViewSchema<long, long> Schema = BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.Count());

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-recompute-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Recomputation_EndsWithItsRun()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var seen = 0;
        var run = await CountTopology(fixture.Log).StartAsync();
        await AppendAsync(run, fixture, [.. Enumerable.Range(0, 20_000).Select(x => (long)x)]); // twenty seconds' work and more
        var variant = CountTopology(fixture.Log, _ =>
        {
            Interlocked.Increment(ref seen);
            Thread.Sleep(1);
        }).Build();
        var recomputation = run.RecomputeAsync(Counts, Schema, Place("slow"), new() { Topology = variant }, RunFixture.Cancel);
        await run.Until(() => Volatile.Read(ref seen) > 10);
        await run.DisposeAsync();
        var then = Volatile.Read(ref seen);
        await Task.Delay(1000, RunFixture.Cancel);
        var later = Volatile.Read(ref seen);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => recomputation.WaitAsync(RunFixture.Patience, RunFixture.Cancel));
        Assert.Contains("Checkpoints", refused.Message, StringComparison.Ordinal);
        Assert.True(later - then < 100, $"{then} tuples when the run was disposed of, {later} a second later");
    }

    [Fact]
    public async Task Recomputation_UpToACutThatIsOver_IsRefusedBeforeItReads()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        await using var run = await CountTopology(fixture.Log).StartAsync();
        await AppendAsync(run, fixture, 1, 2, 3);
        var first = await run.Within(run.CutAsync(RunFixture.Cancel));
        await AppendAsync(run, fixture, 4);
        await run.Within(run.RecomputeAsync(Counts, Schema, Place("second"), cancellationToken: RunFixture.Cancel));
        var seen = 0;
        var variant = CountTopology(fixture.Log, _ => Interlocked.Increment(ref seen)).Build();
        await Assert.ThrowsAsync<BatchViewMismatchException>(() => run.Within(
            run.RecomputeAsync(Counts, Schema, Place("first"), new() { Topology = variant, Cut = first }, RunFixture.Cancel)));
        Assert.Equal((0, false), (seen, File.Exists(Place("first"))));
    }

    /// <summary>Hours of computing must not be for nothing because the run was cut meanwhile.</summary>
    [Fact]
    public async Task Recomputation_ThatTakesLongerThanManyCuts_IsPublished()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        await using var run = await CountTopology(fixture.Log).StartAsync(new() { Slices = new() { MostEnded = 2 } });
        await AppendAsync(run, fixture, 1, 2, 3);
        using var gate = new ManualResetEventSlim();
        var variant = CountTopology(fixture.Log, _ => gate.Wait(RunFixture.Cancel)).Build();
        var cut = await run.Within(run.CutAsync(RunFixture.Cancel));
        var recomputation = run.RecomputeAsync(Counts, Schema, Place("long"), new() { Topology = variant, Cut = cut }, RunFixture.Cancel);
        for (var i = 0; i < 6; i++)
        {
            await AppendAsync(run, fixture, 4);
            await run.Within(run.CutAsync(RunFixture.Cancel));
            await Task.Delay(50, RunFixture.Cancel);
        }
        gate.Set();
        await run.Within(recomputation);
        Assert.Equal(new() { [1] = 1, [2] = 1, [3] = 1, [4] = 6 }, run.Merged(Counts, Schema).Content());
    }

    /// <summary>A file is there already, up to the same cut, of another view of the same types: not this view's.</summary>
    [Fact]
    public async Task Recomputation_DoesNotTakeAnotherViewsFile()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var topology = new TopologyBuilder("two");
        var numbers = topology.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int64));
        numbers.GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        numbers.GroupBy(x => x % 2).Aggregate("parities", a => a.Count()).ToView();
        await using var run = await topology.StartAsync();
        await AppendAsync(run, fixture, 10, 11, 12);
        var cut = await run.Within(run.CutAsync(RunFixture.Cancel));
        await run.Within(run.RecomputeAsync(Counts, Schema, Place("one"), new() { Cut = cut }, RunFixture.Cancel));
        var parities = new ViewName<long, long>("parities");
        await Assert.ThrowsAsync<BatchViewMismatchException>(() => run.Within(
            run.RecomputeAsync(parities, Schema, Place("one"), new() { Cut = cut }, RunFixture.Cancel)));
        Assert.Equal(new() { [0] = 2, [1] = 1 }, run.Merged(parities, Schema).Content());
    }

    [Fact]
    public async Task Recomputation_OfAnEmptyLog_AndCutsWithNothingBetween()
    {
        using var fixture = new LogFixture(new() { Partitions = 2, Durability = LogDurability.None });
        await using var run = await CountTopology(fixture.Log).StartAsync(new() { Checkpoints = CheckpointStore.InMemory() });
        var merged = run.Merged(Counts, Schema);
        await run.Within(run.RecomputeAsync(Counts, Schema, Place("empty"), cancellationToken: RunFixture.Cancel));
        Assert.Empty(merged.All());
        for (var i = 0; i < 5; i++) await run.Within(run.CutAsync(RunFixture.Cancel));
        await run.Within(run.RecomputeAsync(Counts, Schema, Place("empty2"), cancellationToken: RunFixture.Cancel));
        await AppendAsync(run, fixture, 1, 1, 2);
        Assert.Equal(new() { [1] = 2, [2] = 1 }, merged.Content());
        await run.Within(run.RecomputeAsync(Counts, Schema, Place("some"), cancellationToken: RunFixture.Cancel));
        await run.Within(run.RecomputeAsync(Counts, Schema, Place("same"), cancellationToken: RunFixture.Cancel));
        Assert.Equal(new() { [1] = 2, [2] = 1 }, merged.Content());
        Assert.Empty(run.View(Counts).All());
        Assert.Equal([KeyValuePair.Create(1L, 2L)], merged.Top(1, count => count));
        Assert.Equal([1L, 2L], merged.Range(0, 10).Select(pair => pair.Key));
    }

    [Fact]
    public async Task Recomputations_IntoOneFile_AtOnce_AreOneAndARefusal()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        await using var run = await CountTopology(fixture.Log).StartAsync();
        var merged = run.Merged(Counts, Schema);
        await AppendAsync(run, fixture, [.. Enumerable.Range(0, 1000).Select(x => (long)x)]);
        var cut = await run.Within(run.CutAsync(RunFixture.Cancel));
        await AppendAsync(run, fixture, 5);
        var all = Enumerable.Range(0, 4).Select(_ => run.RecomputeAsync(Counts, Schema, Place("one"), new() { Cut = cut }, RunFixture.Cancel)).ToArray();
        var failures = new List<Exception>();
        foreach (var one in all)
        {
            try
            {
                await run.Within(one);
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }
        }
        Assert.True(failures.Count < 4, string.Join('\n', failures));
        Assert.All(failures, failure => Assert.True(failure is InvalidOperationException or StorageLockedException, failure.ToString()));
        Assert.Equal((1000, 2), (merged.All().Count(), merged.Get(5)));
    }

    [Fact]
    public async Task BatchViewThatWasDisposedOf_IsRefused()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        await using var run = await CountTopology(fixture.Log).StartAsync();
        var merged = run.Merged(Counts, Schema, new() { KeptSlices = 2, MeasuresAccuracy = false });
        await AppendAsync(run, fixture, 1, 2, 1);
        var first = Batch(await run.Within(run.CutAsync(RunFixture.Cancel)), (1, 2), (2, 1));
        await run.Within(merged.TakeAsync(first));
        await AppendAsync(run, fixture, 1);
        await run.Within(merged.TakeAsync(Batch(await run.Within(run.CutAsync(RunFixture.Cancel)), (1, 3), (2, 1))));
        Assert.Equal(3, merged.Get(1));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => merged.GoBackAsync(first)); // disposed of by the exchange
        Assert.Equal(3, merged.Get(1));
        Assert.Equal(2, merged.All().Count());
    }

    [Fact]
    public async Task Cuts_FromManyThreads_WithPublicationsAndFolding()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        await using var run = await CountTopology(fixture.Log).StartAsync(new()
        {
            EpochInterval = TimeSpan.FromMilliseconds(1), Slices = new() { MostEnded = 1 }, Checkpoints = CheckpointStore.InMemory(),
        });
        var merged = run.Merged(Counts, Schema);
        var isOver = false;
        var cutting = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref isOver)) await run.CutAsync(RunFixture.Cancel);
        }, RunFixture.Cancel)).ToArray();
        var published = 0;
        for (var i = 0; i < 60; i++)
        {
            await AppendAsync(run, fixture, i % 7, i);
            if (i % 10 == 0)
            {
                try
                {
                    await run.Within(run.RecomputeAsync(Counts, Schema, Place($"m{i}"), cancellationToken: RunFixture.Cancel));
                    published++;
                }
                catch (BatchViewMismatchException)
                {
                    // folded meanwhile
                }
            }
            Assert.Equal(2 * (i + 1), merged.All().Sum(pair => pair.Value));
        }
        Volatile.Write(ref isOver, true);
        await run.Within(Task.WhenAll(cutting));
        await run.Within(run.RecomputeAsync(Counts, Schema, Place("last"), cancellationToken: RunFixture.Cancel));
        Assert.Equal(120, merged.All().Sum(pair => pair.Value));
        Assert.Empty(run.View(Counts).All());
    }

    private string Place(string name) => Path.Combine(_directory.FullName, name);

    private IBatchView<long, long> Batch(Cut cut, params (long Key, long Count)[] rows)
    {
        var path = Place($"batch-{Guid.NewGuid():N}");
        using (var writer = BatchView.Create(path, Schema, cut))
        {
            foreach (var (key, count) in rows) writer.Add(key, count);
            writer.Complete();
        }
        return BatchView.Open(path, Schema);
    }

    private static TopologyBuilder CountTopology(ReplayLog log, Action<long>? seen = null)
    {
        var topology = new TopologyBuilder("counts");
        topology.AddSpout("numbers", log.AsSpout(Codec.Int64)).Select(x =>
        {
            seen?.Invoke(x);
            return x;
        }).GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        return topology;
    }

    private static async Task AppendAsync(TopologyRun run, LogFixture fixture, params long[] numbers)
    {
        foreach (var number in numbers)
        {
            var writer = new System.Buffers.ArrayBufferWriter<byte>();
            Codec.Int64.Write(writer, number);
            fixture.Log.Append(0, new LogEntry(writer.WrittenSpan));
        }
        await run.Within(run.WaitForAsync("numbers", new(0, fixture.Log.EndOffset(0) - 1), RunFixture.Cancel));
    }
}
