using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Seeking by offset and time, and waiting for more.</summary>
public sealed class LogReaderTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Seek_ToAnyOffset_ReadsFromThere()
    {
        using var fixture = Filled(records: 3000);
        using var reader = fixture.Log.OpenReader(0);
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var offset = random.Next(3001);
            reader.Seek(offset);
            Assert.Equal(offset, reader.NextOffset);
            if (offset == 3000) continue;
            Assert.True(reader.TryRead(out var record));
            Assert.Equal((offset, $"v{offset}"), ((int)record.Offset, System.Text.Encoding.UTF8.GetString(record.Value)));
        }
    }

    [Fact]
    public void Seek_ToTheEnd_WaitsForWhatComes()
    {
        using var fixture = Filled(records: 10);
        using var reader = fixture.Log.OpenReader(0, LogStart.Latest);
        Assert.False(reader.TryRead(out _));

        fixture.Append("more");

        fixture.Log.EndOffset(0);
        Assert.Equal(["more"], LogFixture.ReadOn(reader));
    }

    [Fact]
    public void Seek_PastTheEnd_NamesTheRangeAndARemedy()
    {
        using var fixture = Filled(records: 10);
        using var reader = fixture.Log.OpenReader(0);
        reader.TryRead(out _);

        var failure = Assert.Throws<LogPositionException>(() => reader.Seek(11));

        Assert.Equal((new LogPosition(0, 11), 0, 10), (failure.Position, failure.FirstOffset, failure.EndOffset));
        Assert.Contains("0@11", failure.Message);
        Assert.Contains("restored from an older copy", failure.Message);
        Assert.True(reader.TryRead(out var record));
        Assert.Equal(1, record.Offset);
    }

    [Fact]
    public void Seek_BeforeTheFirstKeptRecord_SaysThatItHasExpired()
    {
        using var fixture = Filled(records: 3000);
        fixture.Log.DeleteBefore(new LogPosition(0, 1500));
        var first = fixture.Log.FirstOffset(0);
        Assert.InRange(first, 1, 1500);

        var failure = Assert.Throws<LogPositionException>(() => fixture.Log.OpenReader(0, LogStart.At(new LogPosition(0, first - 1))));

        Assert.Contains("retention", failure.Message);
        Assert.Equal(first, failure.FirstOffset);
        Assert.Equal(LogFixture.Values((int)first, 3000), fixture.ReadAll());
    }

    [Fact]
    public void Seek_ToATime_FindsTheFirstRecordNotBefore_OverManySeeds()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            using var fixture = new LogFixture(new() { SegmentBytes = random.Next(2) == 0 ? 2048 : 1 << 20 });
            var times = Enumerable.Range(0, random.Next(1, 400)).Select(i => LogFixture.Start.AddSeconds(i + random.Next(-20, 20))).ToList();
            foreach (var time in times)
            {
                fixture.Log.Append(0, new LogEntry(new byte[random.Next(100)]) { Timestamp = time });
                if (random.Next(10) == 0) fixture.Log.Sync();
            }
            if (random.Next(2) == 0) fixture.Reopen();

            for (var i = 0; i < 20; i++)
            {
                var sought = LogFixture.Start.AddSeconds(random.Next(-30, times.Count + 30));
                var expected = times.FindIndex(time => time >= sought);
                using var reader = fixture.Log.OpenReader(0, LogStart.Time(sought));
                Assert.Equal(expected < 0 ? times.Count : expected, reader.NextOffset);
            }
        }
    }

    [Fact]
    public void Start_AtPositions_LeavesOthersAtTheirFirstRecord()
    {
        using var fixture = new LogFixture(new() { Partitions = 2 });
        fixture.Append("a", 0);
        fixture.Append("b", 1);
        fixture.Append("c", 1);
        var start = LogStart.At(new LogPosition(1, 1));

        Assert.Equal(["a"], fixture.ReadAll(0, start));
        Assert.Equal(["c"], fixture.ReadAll(1, start));
        Assert.Throws<ArgumentException>(() => LogStart.At(new LogPosition(1, 1), new LogPosition(1, 2)));
    }

    [Fact]
    public async Task Wait_IsOverWithTheNextAppend()
    {
        using var fixture = Filled(records: 1);
        using var reader = fixture.Log.OpenReader(0, LogStart.Latest);
        Assert.False(reader.TryRead(out _));
        var wait = reader.WaitAsync(Cancelled).AsTask();
        Assert.False(wait.IsCompleted);

        fixture.Append("more");

        await wait.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);
        Assert.Equal(["more"], LogFixture.ReadOn(reader));
    }

    [Fact]
    public async Task Wait_WhereThereIsMore_IsOverAtOnce()
    {
        using var fixture = Filled(records: 1);
        using var reader = fixture.Log.OpenReader(0);
        Assert.Single(LogFixture.ReadOn(reader));
        fixture.Append("more");

        await reader.WaitAsync(Cancelled);

        Assert.Equal(["more"], LogFixture.ReadOn(reader));
    }

    [Fact]
    public async Task Wait_Cancelled_CanBeBegunAnew()
    {
        using var fixture = Filled(records: 0);
        using var reader = fixture.Log.OpenReader(0);
        using var cancellation = new CancellationTokenSource();
        var wait = reader.WaitAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);

        wait = reader.WaitAsync(Cancelled).AsTask();
        fixture.Append("more");
        await wait.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);
    }

    [Fact]
    public async Task Wait_OnALogThatIsClosed_Fails_AndDoesNotHang()
    {
        using var fixture = Filled(records: 1);
        using var reader = fixture.Log.OpenReader(0, LogStart.Latest);
        var wait = reader.WaitAsync(Cancelled).AsTask();

        fixture.Log.Close();

        await wait.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);
        Assert.False(reader.TryRead(out _));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reader.WaitAsync(Cancelled).AsTask());
    }

    [Fact]
    public async Task ManyReaders_OfABusyLog_SeeEverythingOnce()
    {
        using var fixture = new LogFixture(new() { SegmentBytes = 16 * 1024, Durability = LogDurability.None });
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ReadSlowlyAsync(fixture.Log, 20_000), Cancelled)).ToList();
        for (var i = 0; i < 20_000; i++)
        {
            fixture.Append($"v{i}");
            if (i % 1000 == 0) await Task.Yield();
        }

        foreach (var reader in readers)
        {
            Assert.Equal(LogFixture.Values(0, 20_000), await reader.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancelled));
        }
    }

    private static async Task<List<string>> ReadSlowlyAsync(ReplayLog log, int count)
    {
        using var reader = log.OpenReader(0);
        var values = new List<string>();
        while (values.Count < count)
        {
            values.AddRange(LogFixture.ReadOn(reader));
            if (values.Count < count) await reader.WaitAsync(Cancelled);
        }
        return values;
    }

    private static LogFixture Filled(int records)
    {
        var fixture = new LogFixture(new() { SegmentBytes = 8 * 1024 });
        var random = new Random(1);
        for (var i = 0; i < records; i++)
        {
            fixture.Append($"v{i}");
            if (random.Next(20) == 0) fixture.Log.Sync();
        }
        fixture.Log.Sync();
        return fixture;
    }
}
