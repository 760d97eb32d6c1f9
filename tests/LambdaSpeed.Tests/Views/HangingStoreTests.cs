using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Views;

/// <summary>Outside stores that do not come back: the run ends all the same, and says what it left behind.</summary>
public sealed class HangingStoreTests
{
    private readonly TopologyBuilder _builder = new("hanging");
    private readonly TaskCompletionSource _release = new();

    [Fact]
    public async Task Abort_WhileAStoreIgnoresItsToken_Returns()
    {
        var run = await StartAsync(new StuckViewStore(() => new ValueTask(_release.Task)));

        await run.Within(run.AbortAsync());

        Assert.True(run.Completion.IsCanceled);
        _release.SetResult();
    }

    [Fact]
    public async Task Start_WhileAStoreBlocks_Returns()
    {
        using var unblock = new ManualResetEventSlim();
        var run = await StartAsync(new StuckViewStore(() =>
        {
            unblock.Wait(RunFixture.Patience + RunFixture.Patience);
            return ValueTask.CompletedTask;
        }));

        await run.Within(run.AbortAsync());

        Assert.True(run.Completion.IsCanceled);
        unblock.Set();
    }

    [Fact]
    public async Task Stop_WithAStoreThatNeverAnswers_Completes_AndDescribeSaysSo()
    {
        var clock = new FakeTimeProvider();
        await using var run = await StartAsync(new StuckViewStore(() => new ValueTask(_release.Task)), clock);
        var stopping = run.StopAsync(RunFixture.Cancel);
        while (!stopping.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, RunFixture.Cancel);
        }

        await stopping;
        var follower = Assert.Single(run.Describe().Views[0].Followers);
        Assert.Equal((nameof(StuckViewStore), FollowerState.GivenUp, EpochId.None), (follower.Store, follower.State, follower.Written));
        Assert.Contains("has not returned", follower.Failure, StringComparison.Ordinal);
        _release.SetResult();
    }

    [Fact]
    public async Task Stop_WithAStoreThatFailsAlways_Completes_AndDescribeSaysSo()
    {
        await using var run = await StartAsync(new StuckViewStore(() => throw new TestFailure()));
        await run.Until(() => run.Describe().Views[0].Followers[0].State == FollowerState.Retrying);
        await run.Within(run.StopAsync(RunFixture.Cancel));

        var follower = Assert.Single(run.Describe().Views[0].Followers);
        Assert.Equal((RunState.Completed, FollowerState.GivenUp), (run.State, follower.State));
        Assert.Contains("StuckViewStore: GivenUp, written epoch 0", run.Describe().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WithAStoreThatAnswers_EndsItWithThePublishedEpoch()
    {
        await using var run = await StartAsync(new StuckViewStore(() => ValueTask.CompletedTask));
        await run.Within(run.PublishAsync(RunFixture.Cancel));
        await run.Within(run.StopAsync(RunFixture.Cancel));

        var follower = Assert.Single(run.Describe().Views[0].Followers);
        Assert.Equal((FollowerState.Ended, run.PublishedEpoch, null), (follower.State, follower.Written, follower.Failure));
    }

    private Task<TopologyRun> StartAsync(IViewStore<long, long> store, TimeProvider? clock = null)
    {
        _builder.AddSpout("numbers", new FedSpout<long>()).GroupBy(x => x).Aggregate("v", a => a.Count()).Follow(store).ToView();
        var topology = _builder.Build();
        return Task.Run(() => SpeedLayer.StartAsync(topology, new() { TimeProvider = clock ?? TimeProvider.System })).WaitAsync(RunFixture.Patience, RunFixture.Cancel);
    }
}
