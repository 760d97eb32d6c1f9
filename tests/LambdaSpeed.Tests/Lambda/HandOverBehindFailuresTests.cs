using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>A run that fails and goes on, over and over, while it is cut, while cuts are given up, and while two views are handed over at
/// cuts of their own and taken back.</summary>
public sealed class HandOverBehindFailuresTests : IDisposable
{
    private const int Partitions = 2;

    private static readonly BatchViewSchema<long, long> Schema = BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.Count());

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-failures-");
    private int _faults; // that the run owes

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task EachTupleCountsOnce_WhateverHappensMeanwhile()
    {
        var random = new Random(5);
        await using var log = await ReplayLog.OpenAsync(Path.Combine(_directory.FullName, "log"), new() { Partitions = Partitions }, RunFixture.Cancel);
        var writer = log.WriterOf(Codec.Int64);
        ViewName<long, long>[] names = [new("sevenths"), new("thirds")];
        await using var run = await Build(log, mayFail: true).StartAsync(new()
        {
            EpochInterval = TimeSpan.FromMilliseconds(2), Checkpoints = CheckpointStore.InDirectory(Path.Combine(_directory.FullName, "checkpoints")),
            Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(2), MaxRestarts = 100_000, MaxRestartsAtOneTuple = 1000 },
            Slices = new() { MostEnded = 3 },
        });
        var merged = names.Select(name => run.Merged(name, Schema, new() { KeptSlices = 2 })).ToArray();
        var files = new List<string>[] { [], [] };
        using var over = CancellationTokenSource.CreateLinkedTokenSource(RunFixture.Cancel);
        var cutting = Task.Run(() => CutAsync(run, over.Token), RunFixture.Cancel);
        var (appended, handedOver, takenBack) = (0, 0, 0);
        long[] seen = [0, 0];
        for (var turn = 0; turn < 60; turn++)
        {
            for (var i = random.Next(1, 40); i > 0; i--) writer.Append(appended++);
            if (random.Next(2) == 0) Interlocked.Increment(ref _faults);
            var view = random.Next(2);
            var file = Path.Combine(_directory.FullName, $"{view}-{turn}");
            try
            {
                if (random.Next(4) > 0)
                {
                    await run.Within(run.RecomputeAsync(names[view], Schema, file, new() { Topology = Build(log, mayFail: false).Build() }, RunFixture.Cancel));
                    files[view].Add(file);
                    handedOver++;
                }
                else if (files[view].Count > 0)
                {
                    await run.Within(merged[view].GoBackAsync(BatchView.Open(files[view][Math.Max(0, files[view].Count - random.Next(1, 4))], Schema)));
                    takenBack++;
                }
            }
            catch (BatchViewMismatchException)
            {
                // its slices are folded, or gone
            }
            for (var i = 0; i < 2; i++)
            {
                var now = merged[i].All().Sum(pair => pair.Value);
                Assert.InRange(now, seen[i], appended);
                seen[i] = now;
            }
        }
        await over.CancelAsync();
        await run.Within(cutting);
        Interlocked.Exchange(ref _faults, 0);
        await run.Within(run.UpdateAsync("numbers", writer, appended++, RunFixture.Cancel));
        await run.Until(() => merged[0].All().Sum(pair => pair.Value) == appended);
        Assert.Equal(Expected(7), merged[0].Content());
        Assert.Equal(Expected(3), merged[1].Content());
        Assert.True(handedOver > 10 && takenBack > 2, $"{handedOver} hand-overs, {takenBack} roll-backs");

        Dictionary<long, long> Expected(int keys) =>
            Enumerable.Range(0, appended).CountBy(x => (long)(x % keys)).ToDictionary(pair => pair.Key, pair => (long)pair.Value);
    }

    private TopologyBuilder Build(ReplayLog log, bool mayFail)
    {
        var topology = new TopologyBuilder("failing");
        var read = log.AsSpout(Codec.Int64);
        var flaky = new FlakySource<long>(read) { Polls = new(_ => TakeFault() ? InjectedFault.Before : InjectedFault.None), MostAtATime = 3 };
        var numbers = topology.AddSpout("numbers", mayFail ? flaky.AsSpout() : read);
        numbers.GroupBy(x => x % 7).Aggregate("sevenths", a => a.Count(), 2).ToView();
        numbers.GroupBy(x => x % 3).Aggregate("thirds", a => a.Count()).ToView();
        return topology;
    }

    private bool TakeFault() => Volatile.Read(ref _faults) > 0 && Interlocked.Exchange(ref _faults, 0) > 0;

    /// <summary>Cuts, and gives up some of the cuts before they are made.</summary>
    private static async Task CutAsync(TopologyRun run, CancellationToken cancellationToken)
    {
        for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (i % 3 == 0) patience.CancelAfter(TimeSpan.FromMilliseconds(i % 9));
            try
            {
                await run.CutAsync(patience.Token);
                await Task.Delay(15, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // given up
            }
        }
    }
}
