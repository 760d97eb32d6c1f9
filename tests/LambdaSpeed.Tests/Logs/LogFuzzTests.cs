using System.Buffers.Binary;
using System.Text;
using LambdaSpeed.Storage;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Files that nobody wrote like that: never a hang, an unexpected exception, wrong data, or memory without bound.</summary>
public sealed class LogFuzzTests(ITestOutputHelper output)
{
    private const string Segment = "partition-0/00000000000000000000.segment";
    private const long MostBytesPerFile = 4 << 20;

    private static readonly int FilesPerShare = LongRun.Mutations(otherwise: 20_000) / 4;

    private int _opened;  // files with which the log could be opened
    private int _records; // records read of them

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Oracle_OfMutatedFiles_NothingWrongIsRead(int seed)
    {
        var random = new Random(seed);
        var original = Original(out var disk);
        for (var i = 0; i < FilesPerShare; i++)
        {
            disk.Poke(Segment, random.Next(20) == 0 ? Noise(random, original) : Mutated(random, original));
            var before = GC.GetAllocatedBytesForCurrentThread();
            ReadAll(disk, random.Next(2) == 0 ? LogAccess.Read : LogAccess.Write, $"seed {seed}, file {i}");
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MostBytesPerFile, $"seed {seed}, file {i}: {allocated} bytes allocated");
            disk.Kill();
        }
        output.WriteLine($"{FilesPerShare} files, {_opened} opened, {_records} records");
        Assert.InRange(_records, FilesPerShare, int.MaxValue);
    }

    [Fact]
    public void Oracle_OfMalformedRecordsWithTheRightChecksum_IsOneException()
    {
        var random = new Random(5);
        var original = Original(out var disk);
        for (var i = 0; i < 5000; i++)
        {
            disk.Poke(Segment, Resealed(random, original));
            try
            {
                using var log = new LogOwner(ReplayLog.Open(disk.Open(), new() { Access = LogAccess.Read }));
                using var reader = log.Log.OpenReader(0);
                while (reader.TryRead(out var record)) _records += record.Key.Length + record.Value.Length + record.Headers.ToArray().Length;
            }
            catch (LogCorruptionException)
            {
                _opened++;
            }
        }
        Assert.InRange(_opened, 500, 4999);
    }

    /// <summary>Bytes that look like the beginning of a frame at every turn cost time, in bounds, but no memory each.</summary>
    [Fact]
    public void PlacesThatLookLikeFrames_CostNoMemoryEach()
    {
        var original = Original(out var disk);
        var bytes = new byte[200_000];
        for (var at = 96; at + 4 < bytes.Length; at += 50) "LSF1"u8.CopyTo(bytes.AsSpan(at));
        original.AsSpan(0, 200).CopyTo(bytes);
        disk.Poke(Segment, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        ReadAll(disk, LogAccess.Write, "looks like frames");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    private static string ValueOf(long offset) => $"value {offset} {new string('x', (int)(offset * 37 % 200))}";

    private static byte[] Original(out SimulatedDisk disk)
    {
        var fixture = new LogFixture(new() { Durability = LogDurability.None });
        for (var i = 0; i < 60; i++)
        {
            fixture.Log.Append(0, new LogEntry(i % 3 == 0 ? "key"u8 : [], Encoding.UTF8.GetBytes(ValueOf(i)))
            {
                Headers = i % 7 == 0 ? [new LogHeader("name", "value")] : [],
                Timestamp = i % 5 == 0 ? LogFixture.Start.AddSeconds(i) : null,
            });
            if (i % 4 == 0) fixture.Log.Sync();
        }
        fixture.Log.Close();
        disk = fixture.Disk;
        return disk.Peek(Segment);
    }

    private static byte[] Mutated(Random random, byte[] original)
    {
        var bytes = original.ToList();
        for (var change = random.Next(1, 4); change > 0 && bytes.Count > 8; change--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 64), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length)); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                case 5: Overwrite(bytes, at, BitConverter.GetBytes(random.Next(3) switch { 0 => -1, 1 => int.MaxValue, _ => random.Next() })); break;
                default: Overwrite(bytes, at, new byte[length]); break;
            }
        }
        return [.. bytes];
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] by)
    {
        for (var i = 0; i < by.Length && at + i < bytes.Count; i++) bytes[at + i] = by[i];
    }

    /// <summary>Random bytes behind a right header, with something that looks like frames in it.</summary>
    private static byte[] Noise(Random random, byte[] original)
    {
        var bytes = new byte[96 + random.Next(5000)];
        random.NextBytes(bytes);
        original.AsSpan(0, 96).CopyTo(bytes);
        for (var at = 96; at + 12 < bytes.Length; at += random.Next(4, 400))
        {
            "LSF1"u8.CopyTo(bytes.AsSpan(at));
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 8), random.Next(2) == 0 ? random.Next() : random.Next(bytes.Length));
        }
        return bytes;
    }

    /// <summary>Changes the records of a frame and gives it the right checksum.</summary>
    private static byte[] Resealed(Random random, byte[] original)
    {
        byte[] bytes = [.. original];
        var seed = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(92));
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(96 + 8));
        var at = 96 + (random.Next(4) == 0 ? 12 : 48) + random.Next(4);
        bytes[at + random.Next(Math.Max(1, length - 8))] = (byte)random.Next(256);
        BinaryPrimitives.WriteUInt32LittleEndian(
            bytes.AsSpan(96 + 4), Crc32C.Append(seed, bytes.AsSpan(96 + 8, 40 + length)));
        return bytes;
    }

    private void ReadAll(SimulatedDisk disk, LogAccess access, string name)
    {
        try
        {
            using var log = new LogOwner(ReplayLog.Open(disk.Open(), new() { Access = access, Durability = LogDurability.None }));
            _opened++;
            using var reader = log.Log.OpenReader(0);
            while (reader.TryRead(out var record))
            {
                Assert.Equal(ValueOf(record.Offset), Encoding.UTF8.GetString(record.Value));
                _records++;
            }
        }
        catch (Exception exception) when (exception is LogCorruptionException or LogMismatchException)
        {
            Assert.True(exception.Message.Contains("Remedy", StringComparison.Ordinal), name);
        }
    }
}
