using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>What was pushed before <c>PublishAsync</c> is in the epoch that it answers.</summary>
public sealed class PublishAcceptedTests
{
    private readonly PushSpout<long> _input = new(capacity: 4096);
    private readonly TopologyBuilder _builder = new("pushed");

    [Fact]
    public async Task Publish_AfterSend_ShowsTheTuple()
    {
        var view = _builder.AddSpout("input", _input).GroupBy(x => x).Aggregate("v", a => a.Count()).ToView();
        await using var run = await _builder.StartAsync(new() { EpochInterval = TimeSpan.FromMilliseconds(1) });
        for (var i = 0; i < 1000; i++)
        {
            await _input.SendAsync(i, RunFixture.Cancel);
            await run.Within(run.PublishAsync(RunFixture.Cancel));
            Assert.Equal(1, run.View(view).Get(i));
        }
    }

    [Fact]
    public async Task Publish_AfterManySends_ShowsThemAll_WhileOthersGoOnSending()
    {
        var view = _builder.AddSpout("input", _input).Then<long>("pass", (x, output) => output.Emit(x)).Shuffle()
            .GroupBy(x => x).Aggregate("v", a => a.Count(), 2).ToView();
        await using var run = await _builder.StartAsync(new() { ChunkSize = 16, EpochInterval = TimeSpan.FromDays(1) });
        using var others = new CancellationTokenSource();
        var noise = Task.Run(MakeNoiseAsync, RunFixture.Cancel);
        for (var round = 1; round <= 30; round++)
        {
            for (var i = 0; i < 500; i++) await _input.SendAsync(1, RunFixture.Cancel);
            await run.Within(run.PublishAsync(RunFixture.Cancel));
            Assert.Equal(round * 500, run.View(view).Get(1));
        }
        await others.CancelAsync();
        await run.Within(noise);

        async Task MakeNoiseAsync()
        {
            while (!others.IsCancellationRequested) await _input.SendAsync(-1, RunFixture.Cancel);
        }
    }
}
