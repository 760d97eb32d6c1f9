using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Sequences of <c>SelectMany</c> that are long, or never end: what they hold up, and that the run can be ended.</summary>
public sealed class LongSequenceTests
{
    private readonly TopologyBuilder _builder = new("sequences");

    [Fact]
    public async Task Abort_InAnEndlessSequence_Returns()
    {
        await using var run = await StartEndlessAsync();

        await run.Within(run.AbortAsync());

        Assert.Equal(RunState.Aborted, run.State);
    }

    [Fact]
    public async Task Stop_InAnEndlessSequence_FaultsTheRunAfterAWhile_AndNamesTheComponent()
    {
        var clock = new FakeTimeProvider();
        await using var run = await StartEndlessAsync(new() { TimeProvider = clock });
        var stopping = run.StopAsync(RunFixture.Cancel);
        clock.Advance(TimeSpan.FromSeconds(11));

        var fault = await Assert.ThrowsAsync<TupleFailedException>(() => run.Within(stopping));

        Assert.Equal(("select-many-1", RunState.Faulted), (fault.Component, run.State));
        Assert.IsType<TimeoutException>(fault.InnerException);
    }

    [Fact]
    public async Task Stop_InALongSequence_WaitsForItsEnd()
    {
        var seen = 0L;
        _builder.AddSpout("numbers", Spouts.FromArray(new[] { 1 })).SelectMany(_ => Enumerable.Range(0, 1_000_000))
            .ForEach("see", _ => Volatile.Write(ref seen, seen + 1));
        await using var run = await _builder.StartAsync();
        await run.Until(() => Volatile.Read(ref seen) > 10_000);

        await run.Within(run.StopAsync(RunFixture.Cancel));

        Assert.Equal((1_000_000, RunState.Completed), (seen, run.State));
    }

    [Fact]
    public async Task Publish_BehindALongSequence_WaitsForItsEnd()
    {
        var view = _builder.AddSpout("numbers", Spouts.FromArray(new[] { 1 })).SelectMany(_ => Enumerable.Range(0, 200_000))
            .GroupBy(x => x % 10).Aggregate("v", a => a.Count()).ToView();
        await using var run = await _builder.StartAsync(new() { EpochInterval = TimeSpan.FromMilliseconds(1) });

        var first = await run.Within(run.View(view).ChangesAsync(RunFixture.Cancel).FirstAsync(change => change.Value > 0, RunFixture.Cancel).AsTask());

        Assert.Equal(20_000, first.Value); // no epoch holds a part of what one tuple became
    }

    private async Task<TopologyRun> StartEndlessAsync(SpeedLayerOptions? options = null)
    {
        _builder.AddSpout("numbers", Spouts.FromArray(new[] { 1 })).SelectMany(_ => Endless()).ForEach("see", _ => { });
        var run = await _builder.StartAsync(options);
        await run.Until(() => run.Component("see").TuplesRead > 100_000);
        return run;
    }

    private static IEnumerable<long> Endless()
    {
        for (var i = 0L; ; i++) yield return i;
    }
}
