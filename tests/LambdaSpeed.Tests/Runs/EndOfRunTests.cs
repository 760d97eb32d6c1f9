using System.Diagnostics;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>What an independent review broke once: ends of a run, and bolts that are slow.</summary>
public sealed class EndOfRunTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task End_WithAcceptedTuples_EmitsThemFirst(bool drains)
    {
        var input = new PushSpout<int>(capacity: 2000);
        var builder = new TopologyBuilder("accepted");
        var view = builder.AddSpout("input", input)
            .Then<int>("slow", (number, output) =>
            {
                Thread.SpinWait(2000);
                output.Emit(number);
            })
            .GroupBy(number => number % 7).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: Cancel);
        for (var i = 0; i < 1500; i++) await input.SendAsync(i, Cancel);

        await (drains ? run.DrainAsync(Cancel) : run.StopAsync(Cancel)).WaitAsync(_patience, Cancel);

        Assert.Equal(1500, run.View(view).All().Sum(pair => pair.Value));
        await Assert.ThrowsAsync<SpoutStoppedException>(async () => await input.SendAsync(1, Cancel));
    }

    [Fact]
    public async Task SlowBolt_DoesNotHoldUpAnotherPipeline()
    {
        const int Plenty = 10_000; // twenty seconds' work
        var done = 0; // of it
        var quick = new PushSpout<int>();
        var builder = new TopologyBuilder("neighbours");
        builder.AddSpout("plenty", Spouts.Generate(number => number, Plenty)).ForEach("slow", _ =>
        {
            Thread.Sleep(2);
            Interlocked.Increment(ref done);
        });
        var view = builder.AddSpout("quick", quick).GroupBy(number => number).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), new() { Workers = 1 }, Cancel);

        var least = Plenty; // what the slow bolt has done while one tuple of its neighbour went through
        for (var i = 1; i <= 5; i++) // the test itself may stand still at one of them
        {
            var before = Volatile.Read(ref done);
            await quick.SendAsync(i, Cancel);
            var waited = Stopwatch.StartNew();
            while (run.View(view).Read(i, ReadLevel.Latest).Value == 0 && waited.Elapsed < _patience) await Task.Yield();
            least = Math.Min(least, Volatile.Read(ref done) - before);
        }
        Assert.InRange(least, 0, 500);
        Assert.InRange(Volatile.Read(ref done), 0, Plenty - 1);
        await run.AbortAsync().WaitAsync(_patience, Cancel);

        Assert.InRange(Volatile.Read(ref done), 0, Plenty - 1); // an abort does not wait for it
    }

    [Fact]
    public async Task Abort_WhileAStoreHangs_Returns()
    {
        var builder = new TopologyBuilder("hanging");
        builder.AddSpout("numbers", Spouts.FromArray(new[] { 1 })).GroupBy(number => number)
            .Aggregate("counts", a => a.Count()).Follow(new HangingStore()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: Cancel);
        var stopping = run.StopAsync(Cancel);

        await run.AbortAsync().WaitAsync(_patience, Cancel);

        await Record.ExceptionAsync(() => stopping);
        Assert.True(run.Completion.IsCompleted);
    }

    [Fact]
    public async Task Emitter_KeptAfterTheCall_IsRefused()
    {
        Emitter<int>? kept = null;
        var builder = new TopologyBuilder("kept");
        builder.AddSpout("numbers", Spouts.FromArray(new[] { 1 })).Then<int>("keep", (_, output) => kept = output).Ignore();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: Cancel);
        await run.Completion.WaitAsync(_patience, Cancel);

        Assert.Contains("outside of the call", Assert.Throws<InvalidOperationException>(() => kept!.Emit(1)).Message, StringComparison.Ordinal);
    }

    private sealed class HangingStore : IViewStore<int, long>
    {
        public bool IsAtomic => true;

        public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) => new((ViewMark?)null);

        public async ValueTask ApplyAsync(
            string view, IReadOnlyCollection<ViewChange<int, long>> changes, ViewMark since, ViewMark mark,
            CancellationToken cancellationToken) =>
            await Task.Delay(Timeout.Infinite, cancellationToken);

        public async ValueTask ReplaceAsync(
            string view, IAsyncEnumerable<KeyValuePair<int, long>> content, ViewMark mark, CancellationToken cancellationToken) =>
            await Task.Delay(Timeout.Infinite, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
