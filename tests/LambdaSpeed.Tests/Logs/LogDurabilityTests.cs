using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>When records become durable, who shares a sync, and what a failing disk does.</summary>
public sealed class LogDurabilityTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void EveryAppend_IsDurableWhenAnswered()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.EveryAppend });
        fixture.Append("a");

        Assert.Equal(0, fixture.Disk.UnsyncedBytes);
        Assert.Equal(1, fixture.Log.DurableOffset(0));
        fixture.CrashAndReopen(seed: 1);
        Assert.Equal(["a"], fixture.ReadAll());
    }

    [Fact]
    public void Interval_SyncsInTheBackground_AndNotBefore()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.Interval(TimeSpan.FromSeconds(1)) });
        fixture.Append("a");
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, fixture.Log.DurableOffset(0));

        fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, fixture.Log.DurableOffset(0));
        var syncs = fixture.Disk.CountOf(StorageOperation.Sync);
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(syncs, fixture.Disk.CountOf(StorageOperation.Sync));
    }

    [Fact]
    public void None_NeverSyncsUnasked_ButWritesInAMoment()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        fixture.Append("a");
        fixture.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, fixture.Log.DurableOffset(0));
        fixture.KillAndReopen();
        Assert.Equal(["a"], fixture.ReadAll());
    }

    [Fact]
    public async Task AppendAsync_WithoutSyncing_SurvivesTheProcess()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        await fixture.Log.AppendAsync(new LogEntry("a"u8), Cancelled);

        fixture.KillAndReopen();

        Assert.Equal(["a"], fixture.ReadAll());
    }

    [Fact]
    public async Task GroupCommit_AppendersThatWaitMeanwhile_ShareTheNextSync()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.EveryAppend });
        using var entered = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        var before = fixture.Disk.CountOf(StorageOperation.Sync);
        fixture.Disk.BeforeSync = () =>
        {
            entered.Release();
            release.Wait(Cancelled);
        };

        var first = fixture.Log.AppendAsync(new LogEntry("first"u8), Cancelled).AsTask();
        await entered.WaitAsync(Cancelled);
        var others = Enumerable.Range(0, 50).Select(_ => fixture.Log.AppendAsync(new LogEntry("other"u8), Cancelled).AsTask()).ToList();
        var blocking = Task.Run(() => fixture.Append("blocking"), Cancelled);
        while (fixture.Log.Writers[0].NextOffset < 52) await Task.Yield();
        Assert.All(others, other => Assert.False(other.IsCompleted));
        fixture.Disk.BeforeSync = null;
        release.Release(2);

        await first;
        Assert.Equal(Enumerable.Range(1, 51), (await Task.WhenAll([.. others, blocking])).Select(position => (int)position.Offset).Order());
        Assert.Equal(before + 2, fixture.Disk.CountOf(StorageOperation.Sync));
        Assert.Equal(0, fixture.Disk.UnsyncedBytes);
    }

    [Fact]
    public async Task AppendAsync_OfManyThreads_AnswersEachWithItsOwnPosition()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.EveryAppend });
        var appenders = Enumerable.Range(0, 4).Select(appender => Task.Run(
            async () =>
            {
                var positions = new List<(LogPosition Position, string Value)>();
                for (var i = 0; i < 500; i++)
                {
                    var value = $"{appender}:{i}";
                    positions.Add((await fixture.Log.AppendAsync(0, new LogEntry(LogTimeline.Bytes(value)), Cancelled), value));
                }
                return positions;
            },
            Cancelled)).ToList();
        var answers = (await Task.WhenAll(appenders)).SelectMany(positions => positions).ToList();

        var values = fixture.ReadAll();
        Assert.Equal(2000, values.Count);
        Assert.All(answers, answer => Assert.Equal(values[(int)answer.Position.Offset], answer.Value));
    }

    [Fact]
    public async Task AppendAsync_Cancelled_StaysAppended()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.EveryAppend });
        using var entered = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        using var cancellation = new CancellationTokenSource();
        fixture.Disk.BeforeSync = () =>
        {
            entered.Release();
            release.Wait(Cancelled);
        };
        var append = fixture.Log.AppendAsync(new LogEntry("a"u8), cancellation.Token).AsTask();
        await entered.WaitAsync(Cancelled);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);
        fixture.Disk.BeforeSync = null;
        release.Release();

        await fixture.Log.WaitForAsync(new LogPosition(0, 0), Cancelled);
        Assert.Equal(["a"], fixture.ReadAll());
    }

    [Fact]
    public async Task WaitFor_MakesOthersRecordsDurable_WhateverThePolicy()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        fixture.AppendMany(3);

        await fixture.Log.WaitForAsync(new LogPosition(0, 1), Cancelled);

        Assert.InRange(fixture.Log.DurableOffset(0), 2, 3);
        await Assert.ThrowsAsync<LogPositionException>(() => fixture.Log.WaitForAsync(new LogPosition(0, 3), Cancelled).AsTask());
    }

    [Fact]
    public void FailedSync_WithdrawsWhatWasNotDurable_AndGoesOnInANewFile()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        fixture.AppendMany(3);
        fixture.Log.Sync();
        fixture.AppendMany(2, from: 3);
        fixture.Disk.Fail(StorageOperation.Sync);

        var failure = Assert.Throws<LogWriteException>(fixture.Log.Sync);

        Assert.Equal((0, 3), (failure.Partition, failure.DurableOffset));
        Assert.Contains("withdrawn", failure.Message);
        Assert.Equal(LogFixture.Values(0, 3), fixture.ReadAll());
        Assert.Equal(new LogPosition(0, 3), fixture.Append("again"));
        Assert.Equal([.. LogFixture.Values(0, 3), "again"], fixture.ReadAll());
        fixture.Log.Sync();
        fixture.CrashAndReopen(seed: 1);
        Assert.Equal([.. LogFixture.Values(0, 3), "again"], fixture.ReadAll());
    }

    [Fact]
    public void FailedSync_OfTheVeryFirstRecords_LeavesAnEmptyPartition()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.EveryAppend });
        fixture.Disk.Fail(StorageOperation.Sync);

        Assert.Throws<LogWriteException>(() => fixture.Append("lost"));

        Assert.Empty(fixture.ReadAll());
        Assert.Equal(new LogPosition(0, 0), fixture.Append("kept"));
        fixture.CrashAndReopen(seed: 1);
        Assert.Equal(["kept"], fixture.ReadAll());
    }

    [Fact]
    public void FailedSync_InTheBackground_IsToldToTheNextAppender_Once()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.Interval(TimeSpan.FromSeconds(1)) });
        fixture.Append("lost");
        fixture.Disk.Fail(StorageOperation.Sync);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains("withdrawn", Assert.Throws<LogWriteException>(() => fixture.Append("not appended")).Message);
        Assert.Equal(new LogPosition(0, 0), fixture.Append("kept"));
    }

    [Fact]
    public void FailedSync_IsToldToReaders_ThatHaveReadWhatWasWithdrawn()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        fixture.AppendMany(1);
        fixture.Log.Sync();
        using var ahead = fixture.Log.OpenReader(0);
        using var behind = fixture.Log.OpenReader(0);
        fixture.AppendMany(2, from: 1);
        fixture.Log.EndOffset(0);
        Assert.Equal(3, LogFixture.ReadOn(ahead).Count);
        behind.TryRead(out _);
        fixture.Disk.Fail(StorageOperation.Sync);
        Assert.Throws<LogWriteException>(fixture.Log.Sync);
        fixture.Append("again");
        fixture.Log.EndOffset(0);

        Assert.Contains("withdrawn", Assert.Throws<LogPositionException>(() => ahead.TryRead(out _)).Message);
        Assert.Equal(["again"], LogFixture.ReadOn(behind));
        ahead.Seek(1);
        Assert.Equal(["again"], LogFixture.ReadOn(ahead));
    }

    [Fact]
    public async Task FailedSync_FailsAllThatWaitedForIt()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.EveryAppend });
        using var entered = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        fixture.Disk.BeforeSync = () =>
        {
            entered.Release();
            release.Wait(Cancelled);
        };
        var first = fixture.Log.AppendAsync(new LogEntry("first"u8), Cancelled).AsTask();
        await entered.WaitAsync(Cancelled);
        var second = fixture.Log.AppendAsync(new LogEntry("second"u8), Cancelled).AsTask();
        fixture.Disk.Fail(StorageOperation.Sync);
        fixture.Disk.BeforeSync = null;
        release.Release();

        await Assert.ThrowsAsync<LogWriteException>(() => first);
        await Assert.ThrowsAsync<LogWriteException>(() => second);
        Assert.Equal(new LogPosition(0, 0), await fixture.Log.AppendAsync(new LogEntry("third"u8), Cancelled));
    }

    [Fact]
    public void FailedWrite_KeepsWhatIsNotWritten_AndTriesAgain()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        fixture.AppendMany(3);
        fixture.Disk.Fail(StorageOperation.Write);
        Assert.Contains("tried again", Assert.Throws<LogWriteException>(fixture.Log.Sync).Message);

        fixture.Log.Sync();

        Assert.Equal(LogFixture.Values(0, 3), fixture.ReadAll());
        fixture.CrashAndReopen(seed: 1);
        Assert.Equal(LogFixture.Values(0, 3), fixture.ReadAll());
    }

    [Fact]
    public void FailedSync_InTheBackground_IsToldToWhoSyncs_WhenNobodyAppends()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.Interval(TimeSpan.FromSeconds(1)) });
        fixture.Append("lost");
        fixture.Disk.Fail(StorageOperation.Sync);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(Assert.Throws<LogWriteException>(fixture.Log.Sync).IsWithdrawn);
        fixture.Log.Sync();
    }

    [Fact]
    public void FailedSync_InTheBackground_IsToldToWhoCloses_WhenNobodyAppends()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.Interval(TimeSpan.FromSeconds(1)) });
        fixture.Append("lost");
        fixture.Disk.Fail(StorageOperation.Sync);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(Assert.Throws<LogWriteException>(fixture.Log.Close).IsWithdrawn);
    }
}
