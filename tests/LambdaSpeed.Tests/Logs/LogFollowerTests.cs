using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>A process that only reads, beside the one that writes.</summary>
public sealed class LogFollowerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Open_OfASecondWriter_IsRefused_AndOfReadersNot()
    {
        using var fixture = new LogFixture();

        Assert.Contains("log.lock", Assert.Throws<StorageLockedException>(fixture.Open).Message);
        Assert.Equal(fixture.Log.Id, fixture.OpenToRead().Id);
        Assert.Equal(fixture.Log.Id, fixture.OpenToRead().Id);
    }

    [Fact]
    public void Append_IsSeen_OverManySegments()
    {
        using var fixture = new LogFixture(new() { SegmentBytes = 1024, Durability = LogDurability.None });
        using var reader = fixture.OpenToRead().OpenReader(0);
        var seen = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            fixture.Append($"v{i}");
            if (i % 10 == 0) fixture.Log.Sync();
            if (i % 7 == 0) seen.AddRange(ReadPolled(fixture, reader));
        }
        fixture.Log.Sync();
        seen.AddRange(ReadPolled(fixture, reader));

        Assert.Equal(LogFixture.Values(0, 300), seen);
    }

    [Fact]
    public async Task Wait_IsOverWithinThePollInterval()
    {
        using var fixture = new LogFixture();
        using var reader = fixture.OpenToRead().OpenReader(0);
        var wait = reader.WaitAsync(Cancelled).AsTask();
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.False(wait.IsCompleted);

        fixture.Append("a");
        fixture.Log.Sync();
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(20));

        await wait.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);
        Assert.Equal(["a"], LogFixture.ReadOn(reader));
    }

    [Fact]
    public void FrameThatIsNotWhole_IsNotThereYet()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        fixture.AppendMany(3);
        fixture.Log.Sync();
        const string file = "partition-0/00000000000000000000.segment";
        var part = fixture.Disk.Peek(file);
        fixture.AppendMany(2, from: 3);
        fixture.Log.Sync();
        var whole = fixture.Disk.Peek(file);
        for (var length = part.Length; length < whole.Length; length += 7)
        {
            fixture.Disk.Poke(file, whole[..length]);
            using var log = new LogOwner(fixture.OpenToRead());
            using var reader = log.Log.OpenReader(0);
            Assert.Equal(LogFixture.Values(0, 3), LogFixture.ReadOn(reader));
            Assert.Equal(3, log.Log.EndOffset(0));

            fixture.Disk.Poke(file, whole);
            Assert.Equal(LogFixture.Values(3, 5), ReadPolled(fixture, reader));
        }
    }

    [Fact]
    public void Expired_IsSaid_WhenTheWriterHasPassedTheReader()
    {
        using var fixture = new LogFixture(new() { SegmentBytes = 1024 });
        var log = fixture.OpenToRead();
        using var reader = log.OpenReader(0);
        for (var i = 0; i < 200; i++)
        {
            fixture.Append($"v{i}");
            fixture.Log.Sync();
        }
        fixture.Log.DeleteBefore(new LogPosition(0, 150));

        var failure = Assert.Throws<LogPositionException>(() => ReadPolled(fixture, reader));
        Assert.Contains("retention", failure.Message);
        reader.Seek(log.FirstOffset(0));
        Assert.Equal(LogFixture.Values((int)failure.FirstOffset, 200), ReadPolled(fixture, reader));
    }

    [Fact]
    public void Withdrawn_IsSaid_WhenTheReaderHasReadIt()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        fixture.AppendMany(2);
        fixture.Log.Sync();
        using var reader = fixture.OpenToRead().OpenReader(0);
        fixture.AppendMany(2, from: 2);
        fixture.Log.EndOffset(0);
        Assert.Equal(4, ReadPolled(fixture, reader).Count);
        fixture.Disk.Fail(StorageOperation.Sync);
        Assert.Throws<LogWriteException>(fixture.Log.Sync);
        fixture.Append("again");
        fixture.Log.Sync();

        Assert.Contains("withdrawn", Assert.Throws<LogPositionException>(() => ReadPolled(fixture, reader)).Message);
    }

    [Fact]
    public void Append_IsRefused()
    {
        using var fixture = new LogFixture();
        var log = fixture.OpenToRead();

        Assert.Contains("opened for reading", Assert.Throws<InvalidOperationException>(() => log.Append("v"u8)).Message);
        Assert.Throws<InvalidOperationException>(log.Sync);
        Assert.Throws<InvalidOperationException>(log.ApplyRetention);
    }

    [Fact]
    public async Task Open_WhereThereIsNoLog_MakesNothing()
    {
        var path = Path.Combine(Path.GetTempPath(), "lambdaspeed-no-log-" + Guid.NewGuid().ToString("N"));

        var failure = await Assert.ThrowsAsync<LogMismatchException>(
            () => ReplayLog.OpenAsync(path, new() { Access = LogAccess.Read }, Cancelled).AsTask());

        Assert.Contains("no log", failure.Message);
        Assert.False(Directory.Exists(path));
    }

    /// <summary>Reads, lies down as a task would, lets the poll find what there is, and reads on.</summary>
    private static List<string> ReadPolled(LogFixture fixture, LogReader reader)
    {
        var values = LogFixture.ReadOn(reader);
        for (var i = 0; i < 3; i++)
        {
            reader.TryLieDown();
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(20));
            values.AddRange(LogFixture.ReadOn(reader));
        }
        return values;
    }
}
