using System.Collections.Concurrent;
using System.Text;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>The log as a queue of work: at least once, and gone once acknowledged.</summary>
public sealed class LogQueueTests
{
    private readonly HashSet<string> _doubtful = []; // acknowledged by a call that failed: done, or not

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Lease_GivesEachMessageToOne()
    {
        using var fixture = Filled(messages: 3, out var queue);
        using var owner = queue;

        Assert.Equal(LogFixture.Values(0, 3), LeaseAll(queue).Select(TextOf));
        Assert.Null(queue.TryLease());
        Assert.Equal(3, queue.Outstanding);
    }

    [Fact]
    public async Task Acknowledged_IsGone_AlsoAfterACrash()
    {
        using var fixture = Filled(messages: 5, out var queue);
        var leases = LeaseAll(queue);
        Assert.True(await queue.AcknowledgeAsync(leases[1]));
        Assert.True(await queue.AcknowledgeAsync(leases[3]));
        Assert.False(await queue.AcknowledgeAsync(leases[3]));

        fixture.CrashAndReopen(seed: 1);

        using var again = fixture.Log.OpenQueue("work");
        Assert.Equal(["v0", "v2", "v4"], LeaseAll(again).Select(TextOf));
    }

    [Fact]
    public void RunOutLease_IsGivenToAnother_AndCounted()
    {
        using var fixture = Filled(messages: 2, out var queue);
        using var owner = queue;
        var first = queue.TryLease()!;
        fixture.Clock.Advance(TimeSpan.FromSeconds(20));
        queue.TryLease();
        Assert.Null(queue.TryLease());

        fixture.Clock.Advance(TimeSpan.FromSeconds(10));

        var second = queue.TryLease()!;
        Assert.Equal((first.Position, 2), (second.Position, second.Attempt));
        Assert.False(queue.Release(first));
        Assert.Null(queue.TryLease());
    }

    [Fact]
    public async Task Released_IsLeasedAgain_AfterItsDelay()
    {
        using var fixture = Filled(messages: 1, out var queue);
        using var owner = queue;
        Assert.True(queue.Release(queue.TryLease()!));
        var second = queue.TryLease()!;
        Assert.Equal(2, second.Attempt);
        Assert.True(queue.Release(second, TimeSpan.FromMinutes(5)));
        Assert.Null(queue.TryLease());
        var waiting = queue.LeaseAsync(Cancelled).AsTask();
        fixture.Clock.Advance(TimeSpan.FromMinutes(4.9));
        Assert.False(waiting.IsCompleted);

        fixture.Clock.Advance(TimeSpan.FromMinutes(0.2));

        Assert.Equal(3, (await waiting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled)).Attempt);
    }

    [Fact]
    public async Task AcknowledgedLate_ByItsFirstWorker_IsGoneForTheSecondToo()
    {
        using var fixture = Filled(messages: 1, out var queue);
        using var owner = queue;
        var first = queue.TryLease()!;
        fixture.Clock.Advance(TimeSpan.FromSeconds(31));
        var second = queue.TryLease()!;

        Assert.True(await queue.AcknowledgeAsync(first));

        Assert.False(queue.Release(second));
        Assert.False(await queue.AcknowledgeAsync(second));
        Assert.Null(queue.TryLease());
        Assert.Equal(0, queue.Outstanding);
    }

    [Fact]
    public async Task Lease_OfAnotherQueue_IsRefused()
    {
        using var fixture = Filled(messages: 1, out var queue);
        using var owner = queue;
        using var other = fixture.Log.OpenQueue("other");
        using var elsewhere = Filled(messages: 1, out var queueElsewhere);
        using var ownerElsewhere = queueElsewhere;

        foreach (var foreign in (LogLease[])[other.TryLease()!, queueElsewhere.TryLease()!])
        {
            var refusal = await Assert.ThrowsAsync<ArgumentException>(() => queue.AcknowledgeAsync(foreign).AsTask());
            Assert.Contains("queue 'work'", refusal.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => queue.Release(foreign));
        }
        Assert.NotNull(queue.TryLease());
        queue.Dispose();
        Assert.Throws<LogMismatchException>(() => fixture.Log.OpenConsumer("work")); // it keeps more than offsets
    }

    [Fact]
    public void Disposed_AfterItsLog_ThrowsNothing()
    {
        using var fixture = Filled(messages: 1, out var queue);
        fixture.Log.Close();
        queue.Dispose();
        Assert.Throws<ObjectDisposedException>(() => queue.TryLease());
    }

    [Fact]
    public async Task LeaseAsync_WaitsForTheNextAppend()
    {
        using var fixture = Filled(messages: 0, out var queue);
        using var owner = queue;
        var waiting = queue.LeaseAsync(Cancelled).AsTask();
        Assert.False(waiting.IsCompleted);

        fixture.Append("more");

        Assert.Equal("more", TextOf(await waiting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled)));
    }

    [Fact]
    public async Task LeaseAsync_WaitsForTheEndOfAnothersLease()
    {
        using var fixture = Filled(messages: 1, out var queue);
        using var owner = queue;
        var first = queue.TryLease()!;
        var waiting = queue.LeaseAsync(Cancelled).AsTask();
        fixture.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(waiting.IsCompleted);

        fixture.Clock.Advance(TimeSpan.FromSeconds(1));

        var second = await waiting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);
        Assert.Equal((first.Position, 2), (second.Position, second.Attempt));
        Assert.True(await queue.AcknowledgeAsync(second));
        Assert.False(queue.Release(first));
    }

    [Fact]
    public async Task Outstanding_IsBounded_AndHasRoomAfterAnAcknowledgement()
    {
        using var fixture = Filled(messages: 10, out var queue, new() { MaxOutstanding = 2 });
        using var owner = queue;
        var first = queue.TryLease()!;
        queue.TryLease();
        Assert.Null(queue.TryLease());
        var waiting = queue.LeaseAsync(Cancelled).AsTask();

        await queue.AcknowledgeAsync(first);

        Assert.Equal("v2", TextOf(await waiting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled)));
    }

    [Fact]
    public async Task Ahead_IsBounded_ByTheOldestMessageThatIsNotDone()
    {
        using var fixture = Filled(messages: 10, out var queue, new() { MaxAhead = 4 });
        using var owner = queue;
        var leases = LeaseAll(queue);
        Assert.Equal(4, leases.Count);
        foreach (var lease in leases.Skip(1)) await queue.AcknowledgeAsync(lease);
        Assert.Null(queue.TryLease());

        await queue.AcknowledgeAsync(leases[0]);

        Assert.Equal(LogFixture.Values(4, 8), LeaseAll(queue).Select(TextOf));
    }

    [Fact]
    public async Task Oracle_AfterAnyCrash_NothingIsLost_AndNothingAcknowledgedComesBack()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            using var fixture = Filled(messages: 40, out var queue, partitions: 3);
            var random = new Random(seed);
            var done = new HashSet<string>();
            _doubtful.Clear();
            for (var round = 0; round < 4; round++)
            {
                fixture.Disk.CutPowerAt(random.Next(1, 30));
                await WorkUntilThePowerGoesAsync(queue, random, done);
                fixture.CrashAndReopen(seed + round);
                queue = fixture.Log.OpenQueue("work");
                var left = LeaseAll(queue);
                Assert.Equal(left.Count, left.Select(TextOf).Distinct().Count());
                Assert.DoesNotContain(left, lease => done.Contains(TextOf(lease)));
                Assert.Subset(left.Select(TextOf).ToHashSet(), LogFixture.Values(0, 40).Except(done).Except(_doubtful).ToHashSet());
                foreach (var lease in left) queue.Release(lease);
            }
        }
    }

    [Fact]
    public async Task Workers_ThatCompete_DoEachMessageOnce_WhenNoneFails()
    {
        using var fixture = Filled(messages: 0, out var queue, partitions: 2);
        using var owner = queue;
        var seen = new ConcurrentBag<string>();
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                while (seen.Count < 1000)
                {
                    using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200), TimeProvider.System);
                    try
                    {
                        var lease = await queue.LeaseAsync(patience.Token);
                        seen.Add(TextOf(lease));
                        await queue.AcknowledgeAsync(lease);
                    }
                    catch (OperationCanceledException) when (!Cancelled.IsCancellationRequested)
                    {
                        // look at the count again
                    }
                }
            },
            Cancelled)).ToList();
        for (var i = 0; i < 1000; i++) fixture.Append($"v{i}", i % 2);
        await Task.WhenAll(workers);

        Assert.Equal(LogFixture.Values(0, 1000).Order(), seen.Order());
        Assert.Equal(0, queue.Outstanding);
    }

    [Fact]
    public async Task Retention_WaitsForTheQueue()
    {
        using var fixture = new LogFixture(new() { SegmentBytes = 1024, RetentionBytes = 0 });
        using var queue = fixture.Log.OpenQueue("work");
        for (var i = 0; i < 100; i++)
        {
            fixture.Append(new string('x', 100));
            fixture.Log.Sync();
        }
        fixture.Log.ApplyRetention();
        Assert.Equal(0, fixture.Log.FirstOffset(0));

        foreach (var lease in LeaseAll(queue)) await queue.AcknowledgeAsync(lease);
        fixture.Log.ApplyRetention();

        Assert.InRange(fixture.Log.FirstOffset(0), 90, 100);
    }

    [Fact]
    public void Name_BelongsToOneQueue()
    {
        using var fixture = Filled(messages: 1, out var queue);
        using (queue)
        {
            Assert.Throws<InvalidOperationException>(() => fixture.Log.OpenQueue("work"));
            Assert.Throws<InvalidOperationException>(() => fixture.Log.OpenConsumer("work"));
            Assert.Throws<StorageLockedException>(() => fixture.OpenToRead().OpenQueue("work"));
        }
        using (var consumer = fixture.Log.OpenConsumer("reports")) consumer.Commit(new LogPosition(0, 1));
        Assert.Contains("not a queue", Assert.Throws<LogMismatchException>(() => fixture.Log.OpenQueue("reports")).Message);
    }

    [Fact]
    public async Task Queue_WhoseMessagesWereDeleted_GoesOnWithWhatIsThere_WhenOpenedAgain()
    {
        using var fixture = new LogFixture(new() { SegmentBytes = 1024 });
        var queue = fixture.Log.OpenQueue("work");
        for (var i = 0; i < 100; i++)
        {
            fixture.Append($"v{i}".PadRight(100));
            fixture.Log.Sync();
        }
        foreach (var lease in LeaseAll(queue).Where(lease => lease.Position.Offset is 3 or 98)) await queue.AcknowledgeAsync(lease);
        queue.Dispose();
        fixture.Log.DeleteBefore(new LogPosition(0, 50));
        var first = (int)fixture.Log.FirstOffset(0);
        Assert.InRange(first, 4, 50);

        using var again = fixture.Log.OpenQueue("work");

        Assert.Equal(Enumerable.Range(first, 100 - first).Where(i => i != 98).Select(i => (long)i), LeaseAll(again).Select(lease => lease.Position.Offset));
    }

    [Fact]
    public async Task Acknowledged_WhileTheQueueIsClosed_IsGone_OrTold()
    {
        for (var attempt = 0; attempt < 30; attempt++)
        {
            using var fixture = Filled(messages: 200, out var queue);
            var leases = LeaseAll(queue);
            var acknowledging = leases.Select(lease => Task.Run(() => queue.AcknowledgeAsync(lease).AsTask(), Cancelled)).ToList();
            queue.Dispose();
            using var again = fixture.Log.OpenQueue("work"); // the name is free: nobody else may write under it now
            var left = LeaseAll(again).Select(TextOf).ToHashSet();

            for (var i = 0; i < leases.Count; i++)
            {
                try
                {
                    await acknowledging[i];
                    Assert.DoesNotContain(TextOf(leases[i]), left);
                }
                catch (ObjectDisposedException)
                {
                    Assert.Contains(TextOf(leases[i]), left);
                }
            }
        }
    }

    [Fact]
    public async Task Acknowledgement_ThatIsAnswered_IsNeverPutBackByAnother()
    {
        using var fixture = Filled(messages: 3000, out var queue, new() { MaxOutstanding = 3000 });
        var leases = LeaseAll(queue);
        var answered = new ConcurrentBag<string>();
        var count = 0; // of them
        var workers = Enumerable.Range(0, 8).Select(worker => Task.Run(
            async () =>
            {
                for (var i = worker; i < leases.Count; i += 8)
                {
                    await queue.AcknowledgeAsync(leases[i]);
                    answered.Add(TextOf(leases[i]));
                    if (Interlocked.Increment(ref count) == 1000) fixture.Disk.CutPowerAt(1);
                }
            },
            Cancelled)).ToList();
        await Task.WhenAny(Task.WhenAll(workers)); // the power went: they have failed
        Assert.InRange(answered.Count, 1000, leases.Count - 1);

        fixture.CrashAndReopen(seed: 5);

        using var again = fixture.Log.OpenQueue("work", new() { MaxOutstanding = 3000 });
        Assert.Empty(LeaseAll(again).Select(TextOf).Intersect(answered));
    }

    [Fact]
    public void Release_ForTooLong_IsRefused()
    {
        using var fixture = Filled(messages: 1, out var queue);
        using var owner = queue;
        var lease = queue.TryLease()!;

        Assert.Throws<ArgumentOutOfRangeException>(() => queue.Release(lease, TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => queue.Release(lease, TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => fixture.Log.OpenQueue("other", new() { LeaseTime = TimeSpan.Zero }));
        Assert.True(queue.Release(lease, TimeSpan.FromDays(30)));
    }

    [Fact]
    public async Task Withdrawn_Message_IsNotAcknowledged_AndTheQueueOpensAgain()
    {
        using var fixture = Filled(messages: 2, out var queue);
        fixture.Append("withdrawn");
        Assert.Equal(3, fixture.Log.EndOffset(0));
        var leases = LeaseAll(queue);
        Assert.Equal(3, leases.Count);
        fixture.Disk.Fail(StorageOperation.Sync);

        await Assert.ThrowsAsync<LogWriteException>(() => queue.AcknowledgeAsync(leases[2]).AsTask());

        await Assert.ThrowsAsync<LogWriteException>(() => queue.AcknowledgeAsync(leases[0]).AsTask());
        queue.Dispose();
        Assert.Throws<LogWriteException>(() => fixture.Append("instead")); // its appender is told, once
        fixture.Append("instead");
        using var again = fixture.Log.OpenQueue("work");
        Assert.Equal(["v0", "v1", "instead"], LeaseAll(again).Select(TextOf));
    }

    private async Task WorkUntilThePowerGoesAsync(LogQueue queue, Random random, HashSet<string> done)
    {
        while (queue.TryLease() is { } lease)
        {
            if (random.Next(3) == 0) continue;
            try
            {
                await queue.AcknowledgeAsync(lease);
                done.Add(TextOf(lease));
            }
            catch (Exception exception) when (exception is IOException or LogWriteException)
            {
                _doubtful.Add(TextOf(lease));
                return;
            }
        }
    }

    private static string TextOf(LogLease lease) => Encoding.UTF8.GetString(lease.Value.Span);

    private static List<LogLease> LeaseAll(LogQueue queue)
    {
        var leases = new List<LogLease>();
        while (queue.TryLease() is { } lease) leases.Add(lease);
        return leases;
    }

    private static LogFixture Filled(int messages, out LogQueue queue, LogQueueOptions? options = null, int partitions = 1)
    {
        var fixture = new LogFixture(new() { Durability = LogDurability.None, Partitions = partitions });
        for (var i = 0; i < messages; i++) fixture.Append($"v{i}", i % partitions);
        fixture.Log.Sync();
        queue = fixture.Log.OpenQueue("work", options);
        return fixture;
    }
}
