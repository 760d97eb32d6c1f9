using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>The ends of a run: stop, drain, abort, dispose, in every order; and that nothing is lost on the way.</summary>
public sealed class RunLifeTests
{
    private readonly Lifetimes _lifetimes = new();

    [Fact]
    public void Start_InAProcessOf32Bits_IsRefused()
    {
        SpeedLayer.RequireWideWords(8);

        var refusal = Assert.Throws<PlatformNotSupportedException>(() => SpeedLayer.RequireWideWords(4));
        Assert.Contains("build for x64 or arm64", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 2)]
    public async Task End_WhileFlowing_LosesNothing(bool drains, int workers)
    {
        var spouts = new[] { new CountingSpout(), new CountingSpout() };
        var builder = new TopologyBuilder("flowing");
        var view = Flow(builder, spouts);
        await using var run = await builder.StartAsync(new() { Workers = workers, ChunkSize = 16, EpochInterval = TimeSpan.FromMilliseconds(1) });
        await run.Until(() => spouts.All(spout => spout.Emitted > 10_000));

        await run.Within(drains ? run.DrainAsync(RunFixture.Cancel) : run.StopAsync(RunFixture.Cancel));

        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal(spouts.Sum(spout => spout.Emitted), run.View(view).All().Sum(pair => pair.Value));
        Assert.True(_lifetimes.EachClosedOnce, _lifetimes.ToString());
    }

    [Fact]
    public async Task Publish_WhileFlowing_ShowsAllThatWasEmittedBefore()
    {
        var spout = new FedSpout<long>();
        var builder = new TopologyBuilder("publish");
        var view = builder.AddSpout("numbers", spout).Then<long>("bolt", (x, output) => output.Emit(x)).Shuffle()
            .GroupBy(x => x % 7).Aggregate("v", a => a.Count(), 3).ToView();
        await using var run = await builder.StartAsync(new() { EpochInterval = TimeSpan.FromDays(1) });
        for (var round = 1; round <= 50; round++)
        {
            spout.Push(Enumerable.Range(0, 10).Select(n => (long)n));
            await run.Until(() => run.Component("numbers").TuplesRead == round * 10);
            await run.Within(run.PublishAsync(RunFixture.Cancel));
            Assert.Equal(round * 10, run.View(view).All().Sum(pair => pair.Value));
        }
    }

    [Fact]
    public async Task Abort_WhileFlowing_ClosesAllAndCancelsCompletion()
    {
        var spout = new CountingSpout();
        var builder = new TopologyBuilder("aborted");
        var view = Flow(builder, spout);
        await using var run = await builder.StartAsync(new() { EpochInterval = TimeSpan.FromMilliseconds(1) });
        await run.Until(() => run.View(view).Get(0) > 0);

        await run.Within(run.AbortAsync());
        await run.Within(run.AbortAsync());

        Assert.Equal(RunState.Aborted, run.State);
        Assert.True(run.Completion.IsCanceled);
        Assert.True(_lifetimes.EachClosedOnce, _lifetimes.ToString());
        Assert.InRange(run.View(view).Get(0), 1, spout.Emitted); // what was published stays readable
    }

    [Fact]
    public async Task Stop_OrDrain_OfAnAbortedRun_CompletesQuietly()
    {
        var builder = new TopologyBuilder("aborted");
        Flow(builder, new CountingSpout());
        await using var run = await builder.StartAsync();

        await run.Within(run.AbortAsync());
        await run.Within(run.StopAsync(RunFixture.Cancel));
        await run.Within(run.DrainAsync(RunFixture.Cancel));
        await run.Within(run.StopAsync(new CancellationToken(canceled: true))); // there is nothing to wait for

        Assert.Equal(RunState.Aborted, run.State);
    }

    [Fact]
    public async Task Abort_WhileAStopIsWaitedFor_EndsTheWaitQuietly()
    {
        var builder = new TopologyBuilder("impatient");
        using var gate = new ManualResetEventSlim();
        builder.AddSpout("numbers", new CountingSpout()).ForEach("held", _ => gate.Wait(RunFixture.Patience));
        await using var run = await builder.StartAsync();

        var stopping = run.StopAsync(RunFixture.Cancel);
        var aborting = run.AbortAsync();
        gate.Set();
        await run.Within(aborting);
        await run.Within(stopping);

        Assert.Equal(RunState.Aborted, run.State);
    }

    [Fact]
    public async Task Stop_OfAFaultedRun_TellsTheFault()
    {
        var builder = new TopologyBuilder("faulted");
        builder.AddSpout("bad", () => new LambdaSpout(_ => throw new TestFailure())).Ignore();
        await using var run = await builder.StartAsync();
        var fault = await Assert.ThrowsAsync<TaskFailedException>(() => run.Within(run.Completion));

        Assert.Same(fault, await Assert.ThrowsAsync<TaskFailedException>(() => run.Within(run.StopAsync(RunFixture.Cancel))));
    }

    [Fact]
    public async Task Stop_Twice_AndDisposeTwice_AreHarmless()
    {
        var builder = new TopologyBuilder("twice");
        Flow(builder, new CountingSpout());
        var run = await builder.StartAsync();

        await run.Within(Task.WhenAll(run.StopAsync(RunFixture.Cancel), run.StopAsync(RunFixture.Cancel), run.DrainAsync(RunFixture.Cancel)));
        await run.Within(run.StopAsync(RunFixture.Cancel));
        await run.Within(run.DisposeAsync().AsTask());
        await run.Within(run.DisposeAsync().AsTask());
        await run.Within(run.AbortAsync());

        Assert.Equal(RunState.Completed, run.State);
        Assert.True(_lifetimes.EachClosedOnce, _lifetimes.ToString());
    }

    [Fact]
    public async Task Dispose_AfterFault_DoesNotThrow()
    {
        var builder = new TopologyBuilder("faulted");
        builder.AddSpout("bad", () => new LambdaSpout(_ => throw new TestFailure())).Ignore();
        var run = await builder.StartAsync();
        await Assert.ThrowsAsync<TaskFailedException>(() => run.Within(run.Completion));

        await run.Within(run.DisposeAsync().AsTask());
        await run.Within(run.DisposeAsync().AsTask());

        Assert.Equal(RunState.Faulted, run.State);
    }

    [Fact]
    public async Task Stop_GivenUpByCaller_StopsAllTheSame()
    {
        var builder = new TopologyBuilder("slow");
        using var release = new ManualResetEventSlim();
        using var isHeld = new ManualResetEventSlim();
        builder.AddSpout("numbers", new CountingSpout()).ForEach("block", _ =>
        {
            isHeld.Set();
            release.Wait(RunFixture.Patience);
        }, options: new() { OwnThread = true });
        await using var run = await builder.StartAsync(new() { ChunkSize = 1, EdgeCapacity = 1 });
        await run.Until(() => isHeld.IsSet);
        using var impatience = new CancellationTokenSource();
        var stopping = run.StopAsync(impatience.Token);
        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within(stopping));
        release.Set();
        await run.Within(run.Completion);
    }

    [Fact]
    public async Task Start_Cancelled_ClosesWhatWasOpened()
    {
        var builder = new TopologyBuilder("cancelled");
        using var cancellation = new CancellationTokenSource();
        builder.AddSpout("numbers", new CountingSpout())
            .Then("first", () => new ProbeBolt<long, long>((_, _, _) => { }, _lifetimes) { OnOpen = _ => cancellation.Cancel() })
            .Ignore();
        builder.AddSpout("late", () => new SlowOpeningSpout()).Ignore();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SpeedLayer.StartAsync(builder.Build(), cancellationToken: cancellation.Token).WaitAsync(RunFixture.Patience, RunFixture.Cancel));

        Assert.True(_lifetimes.EachClosedOnce, _lifetimes.ToString());
    }

    [Fact]
    public async Task Latest_OfCopyingView_IsAnsweredInEveryState()
    {
        var (bounded, endless) = (new FedSpout<long>(), new FedSpout<long>());
        var builder = new TopologyBuilder("latest");
        var view = builder.AddSpout("bounded", bounded).GroupBy(x => x % 2).Aggregate("top", a => a.TopN(1, x => x)).ToView();
        builder.AddSpout("endless", endless).Ignore();
        await using var run = await builder.StartAsync(new() { EpochInterval = TimeSpan.FromDays(1) });
        bounded.Push(1, 1, 3);
        await run.Until(() => run.Component("top").TuplesRead == 3);

        Assert.Equal(new(1, 2), Assert.Single((await run.Within(Task.Run(() => run.View(view).Read(1, ReadLevel.Latest)))).Value));
        await AssertAsync();
        bounded.End();
        await run.Until(() => run.Describe().Tasks[0].Status == "ended");
        Assert.Equal(new(1, 2), Assert.Single((await run.Within(Task.Run(() => run.View(view).Read(1, ReadLevel.Latest)))).Value));
        await run.Within(run.StopAsync(RunFixture.Cancel));
        Assert.Equal(new(1, 2), Assert.Single(run.View(view).Read(1, ReadLevel.Latest).Value));
        await AssertAsync();

        async Task AssertAsync() => Assert.Equal(
            new(1, 2), Assert.Single((await run.Within(run.View(view).ReadAsync(1, ReadLevel.Latest, RunFixture.Cancel).AsTask())).Value));
    }

    [Fact]
    public async Task Latest_OfCopyingView_InAnAsyncBoltOfTheSameTopology_IsAnswered()
    {
        var builder = new TopologyBuilder("enriched");
        var numbers = builder.AddSpout("numbers", Spouts.Generate(x => x, 100));
        numbers.GroupBy(x => x % 2).Aggregate("top", a => a.TopN(1, x => x)).ToView();
        IView<long, IReadOnlyList<WeightedItem<long>>> view = null!;
        var started = new TaskCompletionSource();
        var found = numbers.SelectAsync("look", async (x, token) =>
        {
            await started.Task.WaitAsync(token);
            return (await view.ReadAsync(x % 2, ReadLevel.Latest, token)).Found;
        }).GroupBy(isFound => isFound).Aggregate("found", a => a.Count()).ToView();
        await using var run = await builder.StartAsync();
        view = run.View(new ViewName<long, IReadOnlyList<WeightedItem<long>>>("top"));
        started.SetResult();

        await run.Within(run.Completion);

        Assert.Equal(100, run.View(found).All().Sum(pair => pair.Value));
    }

    [Fact]
    public async Task ReadAsync_GivenUp_LeavesTheOwnerAlone()
    {
        var builder = new TopologyBuilder("given-up");
        using var gate = new ManualResetEventSlim();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var view = builder.AddSpout("numbers", Spouts.Generate(x => x, 100)).GroupBy(x =>
        {
            held.TrySetResult();
            return gate.Wait(RunFixture.Patience) ? x % 2 : 0;
        }).Aggregate("top", a => a.TopN(1, x => x)).ToView();
        await using var run = await builder.StartAsync();
        await run.Within(held.Task); // else the owner might answer at once
        using var impatience = new CancellationTokenSource();
        var reading = run.View(view).ReadAsync(1, ReadLevel.Latest, impatience.Token).AsTask();
        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within(reading));
        gate.Set();
        await run.Within(run.Completion);

        Assert.Single(run.View(view).Get(1));
    }

    [Fact]
    public async Task Latest_OfCopyingView_InsideTopology_IsRefused()
    {
        var builder = new TopologyBuilder("inside");
        TopologyRun? run = null;
        var spout = new FedSpout<long>();
        var numbers = builder.AddSpout("numbers", spout);
        var view = numbers.GroupBy(x => x).Aggregate("top", a => a.TopN(1, x => x)).ToView();
        numbers.ForEach("reader", x => run!.View(view).Read(x, ReadLevel.Latest));
        run = await builder.StartAsync();
        spout.Push(1);

        var fault = await Assert.ThrowsAsync<TupleFailedException>(() => run.Within(run.Completion));
        Assert.Contains("not allowed inside a topology", fault.Message, StringComparison.Ordinal);
    }

    private ViewName<long, long> Flow(TopologyBuilder builder, params CountingSpout[] spouts)
    {
        var streams = spouts.Select((spout, i) => builder.AddSpout($"numbers-of-{i}", spout)).ToList();
        return streams[0].Merge([.. streams.Skip(1)])
            .Then("pass", () => new ProbeBolt<long, long>((x, output, _) => output.Emit(x), _lifetimes), 2)
            .GroupBy(x => x % 10).Aggregate("v", a => a.Count(), 2).ToView();
    }

    private sealed class SlowOpeningSpout : Spout<long>
    {
        public override async ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken) =>
            await Task.Delay(Timeout.Infinite, cancellationToken);

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit) => SpoutStatus.Ended;
    }
}
