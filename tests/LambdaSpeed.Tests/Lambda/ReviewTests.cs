using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using LambdaSpeed.Tests.Simulation;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

public sealed class ReviewTests : IDisposable
{
    private static readonly WindowViewName<long, long> Sessions = new("sessions");
    private static readonly ViewName<long, long> Counts = new("counts");
    private static readonly BatchViewSchema<long, long> Schema = BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.Count());
    private static readonly DateTimeOffset _origin = DateTimeOffset.UnixEpoch.AddDays(1);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-review-");
    private int _faults;

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>With no slice kept, and a failure before the epoch behind the cut: the open session must go on.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public async Task OpenSession_GoesOn_WhenTheRunFailsBehindAHandOver(int kept, bool twice)
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        await using var run = await SessionTopology(fixture.Log).StartAsync(new() { EpochInterval = TimeSpan.FromHours(1) });
        var merged = run.Merged(Sessions, new() { KeptSlices = kept });
        await AppendAsync(run, fixture, 100, 103);
        await run.Within(run.RecomputeAsync(Sessions, Place("first"), cancellationToken: RunFixture.Cancel));
        if (twice) await run.Within(run.RecomputeAsync(Sessions, Place("second"), cancellationToken: RunFixture.Cancel));
        _faults = 1;
        await AppendAsync(run, fixture, 110);
        Assert.Equal(0, _faults);
        Assert.Equal([(100, 110, 3L)], Of(merged));
    }

    [Fact]
    public async Task BatchViewThatWasDisposedOf_IsRefused()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        await using var run = await CountTopology(fixture.Log).StartAsync();
        var merged = run.Merged(Counts, Schema, new() { KeptSlices = 2 });
        await AppendAsync(run, fixture, 1, 2, 1);
        var first = Batch(await run.Within(run.CutAsync(RunFixture.Cancel)), (1, 2), (2, 1));
        await run.Within(merged.TakeAsync(first));
        await AppendAsync(run, fixture, 1);
        await run.Within(merged.TakeAsync(Batch(await run.Within(run.CutAsync(RunFixture.Cancel)), (1, 3), (2, 1))));
        Assert.Equal(3, merged.Get(1));
        await Assert.ThrowsAnyAsync<Exception>(() => merged.GoBackAsync(first)); // disposed of by the exchange
        Assert.Equal(3, merged.Get(1));
        Assert.Equal(2, merged.All().Count());
    }

    [Fact]
    public async Task Recomputation_EndsWithItsRun()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var seen = 0;
        var run = await CountTopology(fixture.Log).StartAsync();
        await AppendAsync(run, fixture, [.. Enumerable.Range(0, 3000).Select(x => (long)x)]);
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
        await ((Task)recomputation).WaitAsync(TimeSpan.FromSeconds(20), RunFixture.Cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(later - then < 100, $"{then} tuples when the run was disposed of, {later} a second later, {recomputation.Status} {recomputation.Exception?.InnerException?.Message}");
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
        TestContext.Current.SendDiagnosticMessage($"{published} published");
    }

    [Fact]
    public async Task Cuts_WithoutAViewThatIsCut_FromManyThreads()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var topology = new TopologyBuilder("firing");
        var counts = topology.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int64)).WithEventTime(_ => _origin, WatermarkStrategy.Ascending())
            .GroupBy(x => x).Window(Window.Snapshot()).Aggregate("counts", a => a.Count());
        counts.ToStream().Ignore();
        counts.ToView();
        await using var run = await topology.StartAsync(new() { EpochInterval = TimeSpan.FromMilliseconds(1) });
        await run.Within(Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++) await run.CutAsync(RunFixture.Cancel);
        }, RunFixture.Cancel))));
    }

    [Theory]
    [InlineData("America/Havana", 2024)]
    [InlineData("America/Asuncion", 2023)]
    [InlineData("America/Santiago", 2024)]
    [InlineData("America/Sao_Paulo", 2018)]
    [InlineData("Africa/Cairo", 2024)]
    [InlineData("Asia/Beirut", 2024)]
    [InlineData("Asia/Gaza", 2024)]
    [InlineData("Asia/Tehran", 2021)]
    [InlineData("Asia/Damascus", 2021)]
    [InlineData("Asia/Amman", 2021)]
    [InlineData("Atlantic/Azores", 2024)]
    [InlineData("America/Scoresbysund", 2024)]
    [InlineData("America/St_Johns", 2010)]
    [InlineData("Pacific/Apia", 2011)]
    [InlineData("Australia/Lord_Howe", 2024)]
    [InlineData("Europe/Berlin", 2024)]
    public void Midnight_IsTheFirstMomentOfTheNextDay(string id, int year)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var schedule = CutSchedule.AtMidnight(zone);
        var wrong = new List<string>();
        for (var time = new DateTimeOffset(year, 1, 1, 0, 7, 0, TimeSpan.Zero); time.Year <= year; time = time.AddMinutes(30))
        {
            var next = schedule.NextAfter(time)!.Value;
            var (here, day, before) = (Date(time), Date(next), Date(next.AddTicks(-1)));
            if (next > time && before < day && day > here && next - time <= TimeSpan.FromHours(26)) continue;
            wrong.Add($"after {time:u} comes {next.UtcDateTime:u} ({TimeZoneInfo.ConvertTime(next, zone)})");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join('\n', wrong.Take(5))}");

        DateOnly Date(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
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

    /// <summary>Sliding views of sessions: what is open goes on whatever is dropped, also after a restart of the run.</summary>
    [Fact]
    public async Task Sessions_KeptForATime_GoOn_WhenTheirBeginIsDropped()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 10, 30, 0, TimeSpan.Zero));
        var options = new SpeedLayerOptions
        {
            TimeProvider = clock, Checkpoints = CheckpointStore.InMemory(),
            Slices = new() { Cuts = CutSchedule.Every(TimeSpan.FromHours(1)), KeptFor = TimeSpan.FromHours(1) },
        };
        var run = await SessionTopology(fixture.Log).StartAsync(options);
        var second = 100;
        for (var hour = 0; hour < 6; hour++)
        {
            await AppendAsync(run, fixture, second += 5);
            for (var minutes = 0; minutes < 60; minutes++) clock.Advance(TimeSpan.FromMinutes(1));
            var least = Math.Min(hour + 1, 2);
            await run.Until(() => run.Cuts.Count >= 1 && run.View(Sessions).Of(0).All(session => session.Value <= least));
            if (hour % 2 == 1)
            {
                await run.Within(run.StopAsync(RunFixture.Cancel));
                await run.DisposeAsync();
                run = await SessionTopology(fixture.Log).StartAsync(options);
            }
            await AppendAsync(run, fixture, second);
            var sessions = Bounds(run.View(Sessions));
            Assert.Equal((105, second), Assert.Single(sessions));
        }
        await run.DisposeAsync();

        static List<(int, int)> Bounds(IWindowView<long, long> view) =>
            [.. view.Of(0).Select(session => ((int)(session.Start - _origin).TotalSeconds, (int)(session.End - _origin).TotalSeconds))];
    }

    /// <summary>Several partitions, restarts, roll-backs, folds: what is late for nobody counts once.</summary>
    [Theory]
    [InlineData(LatePolicy.Drop)]
    [InlineData(LatePolicy.Adjust)]
    public async Task Sessions_OfPartitions_WithEverythingAtOnce(LatePolicy policy)
    {
        var (first, count) = (LongRun.FirstSeed(otherwise: 1), LongRun.Seeds(otherwise: 12));
        var happened = (Back: 0, Recomputed: 0, Restarted: 0);
        for (var seed = first; seed < first + count; seed++)
        {
            var random = new Random(seed);
            using var fixture = new LogFixture(new() { Partitions = 3, Durability = LogDurability.None });
            var (lateness, kept, spouts) = (random.Next(2) * random.Next(20), random.Next(3), random.Next(1, 3));
            var options = new SpeedLayerOptions
            {
                EpochInterval = TimeSpan.FromMilliseconds(2), Checkpoints = CheckpointStore.InMemory(), Slices = new() { MostEnded = random.Next(1, 4) },
            };
            TopologyBuilder Build(int tasks)
            {
                var topology = new TopologyBuilder("sessions");
                topology.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int64), spouts)
                    .WithEventTime(x => _origin.AddSeconds(x >> 8), WatermarkStrategy.Ascending().ForSourcePartitions())
                    .GroupBy(x => x & 0xff).Window(Window.Session(TimeSpan.FromSeconds(10))).AllowLateness(TimeSpan.FromSeconds(lateness)).OnLate(policy)
                    .Aggregate("sessions", a => a.Count(), tasks).ToView();
                return topology;
            }
            var run = await Build(random.Next(1, 3)).StartAsync(options);
            var merged = run.Merged(Sessions, new() { KeptSlices = kept });
            var files = new List<string>();
            var (latest, now, all, certain) = (int.MinValue, 100, new int[4], new int[4]);
            for (var round = 0; round < 8; round++)
            {
                for (var burst = 0; burst < 5; burst++)
                {
                    var partition = random.Next(3);
                    for (var i = random.Next(1, 12); i > 0; i--)
                    {
                        now += random.Next(5) == 0 ? random.Next(25) : random.Next(3);
                        var (key, at) = (random.Next(3), now - (random.Next(4) == 0 ? random.Next(40) : 0));
                        all[key]++;
                        if (at >= latest - 10) certain[key]++;
                        latest = Math.Max(latest, at);
                        var writer = new System.Buffers.ArrayBufferWriter<byte>();
                        Codec.Int64.Write(writer, ((long)at << 8) | (uint)key);
                        fixture.Log.Append(partition, new LogEntry(writer.WrittenSpan));
                    }
                    await run.Within(run.WaitForAsync("numbers", new(partition, fixture.Log.EndOffset(partition) - 1), RunFixture.Cancel));
                }
                switch (random.Next(5))
                {
                    case 0: await run.Within(run.CutAsync(RunFixture.Cancel)); break;
                    case 1 or 2:
                        var place = Place($"p{policy}-{seed}-{round}");
                        await run.Within(run.RecomputeAsync(Sessions, place, cancellationToken: RunFixture.Cancel));
                        files.Add(place);
                        happened.Recomputed++;
                        break;
                    case 3 when files.Count > 1:
                        try
                        {
                            await run.Within(merged.RollBackAsync(files[^2], RunFixture.Cancel));
                            files.RemoveAt(files.Count - 1);
                            happened.Back++;
                        }
                        catch (BatchViewMismatchException)
                        {
                            // folded or not kept
                        }
                        break;
                    case 4:
                        await run.Within(random.Next(2) == 0 ? run.StopAsync(RunFixture.Cancel) : run.AbortAsync());
                        await run.DisposeAsync();
                        run = await Build(random.Next(1, 3)).StartAsync(options);
                        merged = run.Merged(Sessions, new() { KeptSlices = kept });
                        happened.Restarted++;
                        break;
                }
                for (var partition = 0; partition < 3; partition++)
                {
                    if (fixture.Log.EndOffset(partition) == 0) continue;
                    await run.Within(run.WaitForAsync("numbers", new(partition, fixture.Log.EndOffset(partition) - 1), RunFixture.Cancel));
                }
                for (var key = 0; key < 3; key++)
                {
                    var sessions = merged.Of(key).OrderBy(session => session.Start).ToList();
                    var counted = sessions.Sum(session => session.Value);
                    var least = policy == LatePolicy.Adjust ? all[key] : certain[key];
                    Assert.True(counted >= least && counted <= all[key], $"seed {seed}, round {round}, key {key}: {counted} of {least} to {all[key]}; {happened}");
                }
            }
            await run.DisposeAsync();
        }
        Assert.True(happened is { Recomputed: > 10, Restarted: > 5 }, $"{happened}");
    }

    private static List<(int, int, long)> Of(MergedWindows<long, long> view) =>
        [.. view.Of(0).Select(session => ((int)(session.Start - _origin).TotalSeconds, (int)(session.End - _origin).TotalSeconds, session.Value))];

    private string Place(string name) => Path.Combine(_directory.FullName, name);

    private bool TakeFault() => Interlocked.Exchange(ref _faults, 0) > 0;

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

    private TopologyBuilder SessionTopology(ReplayLog log)
    {
        var topology = new TopologyBuilder("sessions");
        var numbers = topology.AddSpout("numbers", log.AsSpout(Codec.Int64));
        numbers.Custom((_, _) => TakeFault() ? throw new TestFailure("a grouping fails the task") : 0).ForEach("nothing", _ => { });
        numbers
            .WithEventTime(x => _origin.AddSeconds(x), WatermarkStrategy.Ascending().ForSourcePartitions())
            .GroupBy(_ => 0L).Window(Window.Session(TimeSpan.FromSeconds(10))).Aggregate("sessions", a => a.Count()).ToView();
        return topology;
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
