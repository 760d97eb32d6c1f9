using System.Buffers.Binary;
using LambdaSpeed.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>A torn end is cut off; damage is reported with file, offset and remedy, and never taken for a torn end.</summary>
public sealed class LogRecoveryTests
{
    private const string First = "partition-0/00000000000000000000.segment";

    [Fact]
    public void TornEnd_IsCutOff_WhereverItIsTorn()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        fixture.AppendMany(3);
        fixture.Log.Sync();
        var durable = fixture.Disk.Peek(First).Length;
        fixture.AppendMany(2, from: 3);
        fixture.Log.EndOffset(0);
        var whole = fixture.Disk.Peek(First);
        for (var length = durable; length < whole.Length; length++)
        {
            fixture.Disk.Poke(First, whole[..length]);
            fixture.KillAndReopen();
            Assert.Equal(LogFixture.Values(0, 3), fixture.ReadAll());
            Assert.Equal(durable, fixture.Disk.Peek(First).Length);
        }
        Assert.Equal(new LogPosition(0, 3), fixture.Append("v3"));
        Assert.Equal(LogFixture.Values(0, 4), fixture.ReadAll());
    }

    [Fact]
    public void DamageBeforeALaterFrame_ThatProvesItDurable_IsReported()
    {
        using var fixture = Synced(records: 10);
        fixture.Disk.Poke(First, Flip(fixture.Disk.Peek(First), FrameOf(fixture, 4) + 50));
        fixture.Disk.Kill();

        var failure = Assert.Throws<LogCorruptionException>(fixture.Open);

        Assert.Equal((First, new LogPosition(0, 4), 5L), (failure.File, failure.Position, failure.ResumeOffset));
        Assert.Equal(FrameOf(fixture, 4), failure.BytePosition);
        Assert.Contains("Remedy", failure.Message);
    }

    [Fact]
    public void DamageOfTheLastFrame_AfterAnOrderlyEnd_IsReported()
    {
        using var fixture = Synced(records: 10);
        fixture.Log.Close();
        fixture.Disk.Poke(First, Flip(fixture.Disk.Peek(First), FrameOf(fixture, 9) + 50));

        Assert.Equal(new LogPosition(0, 9), Assert.Throws<LogCorruptionException>(fixture.Open).Position);
    }

    [Fact]
    public void DamageInAnEarlierSegment_IsReportedWhenItIsRead_AndCanBePassed()
    {
        using var fixture = Synced(records: 100, segmentBytes: 2048);
        var position = FrameOf(fixture, 10);
        fixture.Disk.Poke(First, Flip(fixture.Disk.Peek(First), position + 20));
        fixture.KillAndReopen();
        using var reader = fixture.Log.OpenReader(0);
        for (var i = 0; i < 10; i++) Assert.True(reader.TryRead(out _));

        var failure = Assert.Throws<LogCorruptionException>(() => reader.TryRead(out _));
        Assert.Equal((First, position, 11L), (failure.File, failure.BytePosition, failure.ResumeOffset));
        Assert.Equal(new LogPosition(0, 10), failure.Position);
        Assert.Throws<LogCorruptionException>(() => reader.TryRead(out _));
        reader.Seek(10);
        Assert.Throws<LogCorruptionException>(() => reader.TryRead(out _));

        reader.Seek(failure.ResumeOffset!.Value);
        Assert.Equal(LogFixture.Values(11, 100), LogFixture.ReadOn(reader));
        reader.Seek(30);
        Assert.Equal(LogFixture.Values(30, 100), LogFixture.ReadOn(reader));
    }

    [Fact]
    public void CutSegment_InTheMiddle_IsReported()
    {
        using var fixture = Synced(records: 100, segmentBytes: 2048);
        fixture.Disk.Poke(First, fixture.Disk.Peek(First)[..(int)FrameOf(fixture, 10)]);
        fixture.KillAndReopen();

        Assert.Equal(new LogPosition(0, 10), Assert.Throws<LogCorruptionException>(() => fixture.ReadAll()).Position);
    }

    [Fact]
    public void MissingSegment_InTheMiddle_IsReported()
    {
        using var fixture = Synced(records: 100, segmentBytes: 2048);
        var folder = fixture.Disk.Open().Directory("partition-0");
        var segments = folder.List().Where(name => name.EndsWith(".segment", StringComparison.Ordinal)).ToList();
        folder.Delete(segments[1]);
        fixture.Disk.Kill();

        var failure = Assert.Throws<LogCorruptionException>(fixture.Open);
        Assert.EndsWith(segments[1], failure.File, StringComparison.Ordinal);
        Assert.Contains("missing", failure.Message);
    }

    [Fact]
    public void DamagedHeader_NewerVersion_AndForeignFile_AreToldApart()
    {
        using var fixture = Synced(records: 3);
        var bytes = fixture.Disk.Peek(First);
        fixture.Disk.Kill();

        fixture.Disk.Poke(First, Flip(bytes, 40));
        Assert.Contains("no valid segment header", Assert.Throws<LogCorruptionException>(fixture.Open).Message);
        fixture.Disk.Kill();

        fixture.Disk.Poke(First, Resealed(bytes, at: 8, value: 2));
        Assert.Contains("version 2", Assert.Throws<LogMismatchException>(fixture.Open).Message);
        fixture.Disk.Kill();

        fixture.Disk.Poke(First, Resealed(bytes, at: 12, value: 7));
        Assert.Contains("partition 7", Assert.Throws<LogMismatchException>(fixture.Open).Message);
    }

    [Fact]
    public void Metadata_MissingOrDamaged_IsReported()
    {
        using var fixture = Synced(records: 3);
        var meta = fixture.Disk.Peek("log.meta");
        fixture.Disk.Kill();
        fixture.Disk.Poke("log.meta", Flip(meta, 20));
        Assert.Contains("log.meta", Assert.Throws<LogMismatchException>(fixture.Open).Message);
        fixture.Disk.Kill();

        fixture.Disk.Open().Delete("log.meta");
        Assert.Contains("no log.meta", Assert.Throws<LogMismatchException>(fixture.Open).Message);
    }

    [Fact]
    public void OtherNumberOfPartitions_IsRefused()
    {
        using var fixture = new LogFixture(new() { Partitions = 2 });

        var failure = Assert.Throws<LogMismatchException>(() => fixture.Reopen(options => options with { Partitions = 3 }));
        Assert.Contains("has 2 partition(s), not 3", failure.Message);
        fixture.Reopen(options => options with { Partitions = null });
        Assert.Equal(2, fixture.Log.PartitionCount);
    }

    [Fact]
    public void DamagedIndex_IsMadeAgain()
    {
        using var fixture = Synced(records: 300, segmentBytes: 4096);
        var folder = fixture.Disk.Open().Directory("partition-0");
        var indices = folder.List().Where(name => name.EndsWith(".index", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(indices);
        foreach (var index in indices) fixture.Disk.Poke("partition-0/" + index, Flip(fixture.Disk.Peek("partition-0/" + index), 40));
        fixture.Reopen();

        Assert.Equal(LogFixture.Values(57, 300), fixture.ReadAll(0, LogStart.At(new LogPosition(0, 57))));
    }

    private static LogFixture Synced(int records, long segmentBytes = 1 << 20)
    {
        var fixture = new LogFixture(new() { SegmentBytes = segmentBytes, Durability = LogDurability.EveryAppend });
        fixture.AppendMany(records);
        return fixture;
    }

    /// <summary>Where the frame of a record begins in the first segment, when each record has a frame of its own.</summary>
    private static long FrameOf(LogFixture fixture, int record)
    {
        var bytes = fixture.Disk.Peek(First);
        var at = 96;
        for (var i = 0; i < record; i++) at += 48 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 8));
        return at;
    }

    private static byte[] Flip(byte[] bytes, long at)
    {
        bytes = [.. bytes];
        bytes[at] ^= 0x10;
        return bytes;
    }

    private static byte[] Resealed(byte[] bytes, int at, int value)
    {
        bytes = [.. bytes];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(92), Crc32C.Append(0, bytes.AsSpan(0, 92)));
        return bytes;
    }
}
