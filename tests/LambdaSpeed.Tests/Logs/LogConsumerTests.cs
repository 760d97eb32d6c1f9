using LambdaSpeed.Logs;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Named consumers: each with offsets of its own that survive.</summary>
public sealed class LogConsumerTests
{
    [Fact]
    public void Commit_IsWhereItGoesOn_AfterAnyCrash()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            using var fixture = new LogFixture(new() { Partitions = 2, Durability = LogDurability.EveryAppend });
            fixture.AppendMany(10);
            var consumer = fixture.Log.OpenConsumer("reports");
            consumer.Commit(new LogPosition(0, 3));
            consumer.Commit(new LogPosition(0, 7));

            fixture.CrashAndReopen(seed);

            using var again = fixture.Log.OpenConsumer("reports");
            Assert.Equal(7, again.CommittedOffset(0));
            Assert.Null(again.CommittedOffset(1));
            using var reader = again.OpenReader(0);
            Assert.Equal(LogFixture.Values(7, 10), LogFixture.ReadOn(reader));
        }
    }

    [Fact]
    public void NewConsumer_HoldsWhatIsThere_AsLongAsItIsOpen()
    {
        using var fixture = new LogFixture(new() { SegmentBytes = 1024, RetentionBytes = 0 });
        fixture.AppendMany(10);
        using (var consumer = fixture.Log.OpenConsumer("reports"))
        {
            for (var i = 10; i < 210; i++)
            {
                fixture.Append($"v{i}");
                fixture.Log.Sync();
            }
            fixture.Log.ApplyRetention();
            using var reader = consumer.OpenReader(0);
            Assert.Equal(LogFixture.Values(0, 210), LogFixture.ReadOn(reader));
            Assert.Null(consumer.CommittedOffset(0));
        }
        fixture.Log.ApplyRetention();
        Assert.InRange(fixture.Log.FirstOffset(0), 1, 210);
    }

    [Theory]
    [InlineData("a.b", "c", "a", "b.c")]
    [InlineData("a", "b.c.d", "a.b", "c.d")]
    [InlineData("a.", "b", "a", ".b")]
    public void Names_OfDifferentParts_Differ(string topology, string component, string otherTopology, string otherComponent)
    {
        Assert.NotEqual(ConsumerRegistry.NameOf(topology, component), ConsumerRegistry.NameOf(otherTopology, otherComponent));
        Assert.Equal("a.b", ConsumerRegistry.NameOf("a", "b"));
    }

    [Fact]
    public void Commit_CutByTheCrash_LeavesThisOrTheLast()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            using var fixture = Durable(records: 10);
            var consumer = fixture.Log.OpenConsumer("reports");
            var committed = 0;
            fixture.Disk.CutPowerAt(1 + (seed % 25));
            try
            {
                for (; committed < 10; committed++) consumer.Commit(new LogPosition(0, committed + 1));
            }
            catch (IOException)
            {
                // the power is off
            }

            fixture.CrashAndReopen(seed);

            using var again = fixture.Log.OpenConsumer("reports");
            Assert.InRange(again.CommittedOffset(0) ?? 0, committed, committed + 1);
        }
    }

    [Fact]
    public void Commit_WhoseSyncFails_IsNotTrusted_AndTheNextIs()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            using var fixture = Durable(records: 10);
            var consumer = fixture.Log.OpenConsumer("reports");
            for (var i = 1; i < 5; i++) consumer.Commit(new LogPosition(0, i));
            fixture.Disk.Fail(StorageOperation.Sync);
            Assert.ThrowsAny<IOException>(() => consumer.Commit(new LogPosition(0, 5)));
            consumer.Commit(new LogPosition(0, 6));

            fixture.CrashAndReopen(seed);

            using var again = fixture.Log.OpenConsumer("reports");
            Assert.Equal(6, again.CommittedOffset(0));
        }
    }

    [Fact]
    public void Commit_MakesTheRecordsDurableFirst_AndIsRefusedPastTheEnd()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        fixture.AppendMany(3);
        using var consumer = fixture.Log.OpenConsumer("reports");

        consumer.Commit(new LogPosition(0, 3));

        Assert.Equal(3, fixture.Log.DurableOffset(0));
        Assert.Throws<LogPositionException>(() => consumer.Commit(new LogPosition(0, 4)));
        Assert.Equal(3, consumer.CommittedOffset(0));
    }

    [Fact]
    public void Consumers_AreIndependent_AndListed()
    {
        using var fixture = new LogFixture();
        fixture.AppendMany(10);
        using var one = fixture.Log.OpenConsumer("one");
        using var two = fixture.Log.OpenConsumer("two");
        one.Commit(new LogPosition(0, 4));
        two.Commit(new LogPosition(0, 8));

        Assert.Equal(LogFixture.Values(4, 10), fixture.ReadAll(0, LogStart.Stored("one")));
        Assert.Equal(LogFixture.Values(8, 10), fixture.ReadAll(0, LogStart.Stored("two")));
        Assert.Equal(LogFixture.Values(0, 10), fixture.ReadAll(0, LogStart.Stored("three")));
        Assert.Equal(["one", "two"], fixture.Log.ConsumerNames);
    }

    [Fact]
    public void OpenedTwice_ItIsOneConsumer()
    {
        using var fixture = new LogFixture(new() { Partitions = 2 });
        using var first = fixture.Log.OpenConsumer("reports");
        var second = fixture.Log.OpenConsumer("reports");
        second.Commit(new LogPosition(1, 0));
        second.Dispose();
        first.Commit(new LogPosition(0, 0));

        Assert.Equal((0L, 0L), (first.CommittedOffset(0), first.CommittedOffset(1)));
        Assert.Throws<ObjectDisposedException>(() => second.Commit(new LogPosition(0, 0)));
    }

    [Fact]
    public void OpenElsewhere_IsRefused()
    {
        using var fixture = new LogFixture();
        using var consumer = fixture.Log.OpenConsumer("reports");
        var other = fixture.OpenToRead();

        Assert.Contains("reports.lock", Assert.Throws<StorageLockedException>(() => other.OpenConsumer("reports")).Message);
        using var another = other.OpenConsumer("others"); // a process that only reads has consumers too
        another.Commit(new LogPosition(0, 0));
        Assert.Equal(["others", "reports"], fixture.Log.ConsumerNames);
    }

    [Fact]
    public void Delete_OfAnOpenConsumer_IsRefused()
    {
        using var fixture = new LogFixture();
        var consumer = fixture.Log.OpenConsumer("reports");
        consumer.Commit(new LogPosition(0, 0));
        Assert.Contains("open", Assert.Throws<InvalidOperationException>(() => fixture.Log.DeleteConsumer("reports")).Message);

        consumer.Dispose();
        fixture.Log.DeleteConsumer("reports");

        Assert.Empty(fixture.Log.ConsumerNames);
        fixture.Log.DeleteConsumer("reports");
    }

    [Fact]
    public void DamagedOffsets_AreReported_NotForgotten()
    {
        using var fixture = new LogFixture();
        using (var consumer = fixture.Log.OpenConsumer("reports"))
        {
            consumer.Commit(new LogPosition(0, 0));
            consumer.Commit(new LogPosition(0, 0));
        }
        foreach (var file in (string[])["consumers/reports.odd", "consumers/reports.even"]) fixture.Disk.Poke(file, new byte[60]);

        Assert.Contains("reports", Assert.Throws<LogMismatchException>(() => fixture.Log.OpenConsumer("reports")).Message);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("sp ace")]
    [InlineData("ü")]
    public void NameThatIsNoFileName_IsRefused(string name)
    {
        using var fixture = new LogFixture();

        Assert.Contains("ASCII", Assert.Throws<ArgumentException>(() => fixture.Log.OpenConsumer(name)).Message);
    }

    private static LogFixture Durable(int records)
    {
        var fixture = new LogFixture();
        fixture.AppendMany(records);
        fixture.Log.Sync();
        return fixture;
    }
}
