using Xunit;

namespace LambdaSpeed.Tests.Sources;

/// <summary>The push spout: bounded, woken once, and clear about its end.</summary>
public sealed class PushSpoutTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TrySend_WakesAnIdleTask_ButNotABusyOne()
    {
        var (input, harness) = await OpenAsync(4);
        Assert.True(input.TrySend(1));
        Assert.Equal(0, harness.Wakes);
        Assert.Equal([1], harness.Next());
        Assert.Equal(SpoutStatus.Idle, harness.Status);

        Assert.True(input.TrySend(2));
        Assert.True(input.TrySend(3));

        Assert.Equal(1, harness.Wakes);
        Assert.Equal(2, input.Count);
        Assert.Equal([2, 3], harness.Next());
    }

    [Fact]
    public async Task TrySend_OfSome_SendsWhatThereIsRoomFor_AndWakesOnce()
    {
        var (input, harness) = await OpenAsync(4);
        Assert.Equal([], harness.Next());

        Assert.Equal(4, input.TrySend([1, 2, 3, 4, 5]));
        Assert.Equal(0, input.TrySend([5]));
        Assert.Equal(0, input.TrySend([]));

        Assert.Equal(1, harness.Wakes);
        Assert.Equal([1, 2, 3, 4], harness.Next());
        input.Complete();
        Assert.Equal(0, input.TrySend([6]));
    }

    [Fact]
    public async Task Send_WhenFull_WaitsForRoom()
    {
        var (input, harness) = await OpenAsync(1);
        Assert.True(input.TrySend(1));
        Assert.False(input.TrySend(2));
        var send = input.SendAsync(3, Cancelled).AsTask();
        Assert.False(send.IsCompleted);

        Assert.Equal([1], harness.ReadAll());
        await send.WaitAsync(Cancelled);
        Assert.Equal([3], harness.ReadAll());
    }

    [Fact]
    public async Task Send_BeforeTheRun_IsKept()
    {
        var input = new PushSpout<int>(2);
        await input.SendAsync(1, Cancelled);

        var harness = await SpoutHarness<int>.OpenAsync(() => input);

        Assert.Equal([1], harness.Next());
    }

    [Fact]
    public async Task Complete_EndsAfterTheRest_AndRefusesMore()
    {
        var (input, harness) = await OpenAsync(4);
        harness.Next();
        input.TrySend(1);
        input.Complete();
        input.Complete();

        Assert.False(input.TrySend(2));
        await Assert.ThrowsAsync<InvalidOperationException>(() => input.SendAsync(2, Cancelled).AsTask());
        Assert.Equal([1], harness.ReadAll(1));
        Assert.Equal(SpoutStatus.Ended, harness.Status);
    }

    [Fact]
    public async Task Complete_WakesAnIdleTask()
    {
        var (input, harness) = await OpenAsync(4);
        harness.Next();

        input.Complete();

        Assert.Equal(1, harness.Wakes);
    }

    [Fact]
    public async Task CompleteWithError_ThrowsItAfterTheRest()
    {
        var (input, harness) = await OpenAsync(4);
        input.TrySend(1);
        input.Complete(new InvalidDataException("torn"));

        Assert.Equal([1], harness.Next(1));
        Assert.Equal("torn", Assert.Throws<InvalidDataException>(() => harness.Next(1)).Message);
    }

    [Fact]
    public async Task Stop_FailsLaterAndWaitingSenders()
    {
        var (input, harness) = await OpenAsync(1);
        input.TrySend(1);
        var waiting = input.SendAsync(2, Cancelled).AsTask();

        await harness.Spout.CloseAsync();

        Assert.Equal("lines", (await Assert.ThrowsAsync<SpoutStoppedException>(() => waiting)).Component);
        await Assert.ThrowsAsync<SpoutStoppedException>(() => input.SendAsync(3, Cancelled).AsTask());
        Assert.False(input.TrySend(3));
    }

    [Fact]
    public async Task Send_AfterCompletionAndTheRunsEnd_SaysThatItWasCompleted()
    {
        var (input, harness) = await OpenAsync(1);
        input.Complete();
        await harness.Spout.CloseAsync();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => input.SendAsync(1, Cancelled).AsTask());
        Assert.Contains("was completed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stop_OfASpoutThatNobodyOpened_IsRefused() => Assert.Contains("call Complete", Assert.Throws<InvalidOperationException>(
        () => ((IAcceptingSpout)new PushSpout<int>()).StopAccepting()).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Send_Cancelled_IsNotAccepted()
    {
        var (input, harness) = await OpenAsync(1);
        input.TrySend(1);
        using var cancellation = new CancellationTokenSource();
        var waiting = input.SendAsync(2, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal([1], harness.ReadAll());
    }

    [Fact]
    public async Task Open_SeveralTasks_Fails() =>
        Assert.Contains("parallelism of 1", (await Assert.ThrowsAsync<InvalidOperationException>(
            () => SpoutHarness<int>.OpenAsync(() => new PushSpout<int>(), new ComponentContextBuilder(0, 2)))).Message);

    [Fact]
    public async Task Open_BySecondRun_FailsAndLeavesTheFirstAlone()
    {
        var (input, harness) = await OpenAsync(1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => SpoutHarness<int>.OpenAsync(() => input));
        await input.CloseAsync(); // as the engine does for the run that failed to start

        Assert.True(input.TrySend(1));
        Assert.Equal([1], harness.Next());
        await input.CloseAsync();
        Assert.False(input.TrySend(2));
    }

    [Fact]
    public async Task Send_WithRoom_DoesNotAllocate()
    {
        var (input, harness) = await OpenAsync(1024);
        for (var i = 0; i < 1000; i++) await input.SendAsync(i, Cancelled);
        harness.ReadAll();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) await input.SendAsync(i, CancellationToken.None);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task ManySenders_ArriveOnce_InTheOrderOfEach()
    {
        var (input, harness) = await OpenAsync(16);
        var senders = Enumerable.Range(0, 4).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < 5_000; i++) await input.SendAsync((sender * 5_000) + i, Cancelled);
        })).ToArray();
        var completion = Task.WhenAll(senders).ContinueWith(_ => input.Complete(), TaskScheduler.Default);

        var read = harness.ReadAll();
        while (harness.Status.Kind != SpoutStatusKind.Ended)
        {
            await harness.WokenAsync();
            read.AddRange(harness.ReadAll());
        }
        await completion;

        Assert.Equal(Enumerable.Range(0, 20_000), read.OrderBy(tuple => tuple / 5_000));
    }

    private static async Task<(PushSpout<int> Input, SpoutHarness<int> Harness)> OpenAsync(int capacity)
    {
        var input = new PushSpout<int>(capacity);
        return (input, await SpoutHarness<int>.OpenAsync(() => input));
    }
}
