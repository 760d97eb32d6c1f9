using System.Buffers.Binary;
using LambdaSpeed.Outputs;
using LambdaSpeed.Storage;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Files of consumers that nobody wrote like that: never an offset that was not committed, nor an exception without a
/// remedy.</summary>
public sealed class ConsumerFuzzTests
{
    private const int Records = 30;
    private const int Commits = 6;
    private const long MostBytesPerFile = 1 << 20;

    private static readonly string[] _turns = ["even", "odd"];
    private static readonly int _files = LongRun.Mutations(otherwise: 20_000) / 4;

    [Fact]
    public void Oracle_OfMutatedFiles_AnOffsetThatWasCommitted()
    {
        var random = new Random(1);
        var disk = Original(out var originals);
        var (refused, previous) = (0, 0);
        for (var i = 0; i < _files; i++)
        {
            var mutated = random.Next(1, 4); // one of the two, or both
            for (var turn = 0; turn < 2; turn++)
            {
                disk.Poke(PathOf("reports", turn), (mutated & (1 << turn)) == 0 ? originals[turn] : Mutated(random, originals[turn]));
            }
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var log = new LogOwner(ReplayLog.Open(disk.Open(), new() { Access = LogAccess.Read }));
                using var consumer = log.Log.OpenConsumer("reports");
                var (first, second) = (consumer.CommittedOffset(0), consumer.CommittedOffset(1));
                Assert.True(first is Commits or (Commits - 1) && second == 2 * first, $"file {i}: {first} and {second}");
                if (first < Commits) previous++;
            }
            catch (LogMismatchException exception)
            {
                Assert.True(mutated == 3 && exception.Message.Contains("Remedy", StringComparison.Ordinal), $"file {i}: {exception}");
                refused++;
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytesPerFile);
            disk.Kill();
        }
        Assert.True(refused > _files / 10 && previous > _files / 10, $"{refused} refused, {previous} went back to the saving before");
    }

    [Theory]
    [InlineData("reports")]
    [InlineData("jobs")]
    [InlineData("topology.copies")]
    public void Oracle_OfMalformedContentWithTheRightChecksum_IsOneException(string name)
    {
        var random = new Random(2);
        var disk = Original(out _);
        byte[][] originals = [disk.Peek(PathOf(name, 0)), disk.Peek(PathOf(name, 1))];
        var refused = 0;
        for (var i = 0; i < _files / 4; i++)
        {
            for (var turn = 0; turn < 2; turn++) disk.Poke(PathOf(name, turn), Resealed(random, originals[turn]));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var log = new LogOwner(ReplayLog.Open(disk.Open(), new() { Durability = LogDurability.None }));
                Use(log.Log, name);
            }
            catch (Exception exception) when (exception is LogMismatchException or LogPositionException or CodecException)
            {
                refused++;
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytesPerFile);
            disk.Kill();
        }
        Assert.InRange(refused, 100, (_files / 4) - 1);
    }

    private static void Use(ReplayLog log, string name)
    {
        switch (name)
        {
            case "reports":
                using (var consumer = log.OpenConsumer(name)) consumer.OpenReader(0).Dispose();
                break;
            case "jobs":
                using (var queue = log.OpenQueue(name)) queue.TryLease();
                break;
            default:
                var outlet = new LogOutlet(log, "topology", "copies");
                outlet.Begin(1, [MayBeOut]);
                outlet.CloseAsync().AsTask().GetAwaiter().GetResult();
                break;
        }
    }

    private static SealedOutputs MayBeOut => new(0, new EpochId(1), new OutputRecords()) { Incarnation = 1, MayBeOut = true };

    private static string PathOf(string name, int turn) => $"consumers/{name}.{_turns[turn]}";

    /// <summary>A log with a consumer, a queue and an output, each saved several times.</summary>
    private static SimulatedDisk Original(out byte[][] files)
    {
        using var fixture = new LogFixture(new() { Partitions = 2, Durability = LogDurability.None });
        for (var i = 0; i < Records; i++) fixture.Append($"v{i}", i % 2);
        using (var consumer = fixture.Log.OpenConsumer("reports"))
        {
            for (var i = 1; i <= Commits; i++) consumer.Commit([new(0, i), new(1, 2 * i)]);
        }
        using (var queue = fixture.Log.OpenQueue("jobs"))
        {
            for (var i = 0; i < 10; i++)
            {
                var lease = queue.TryLease()!;
                if (i % 3 > 0) queue.AcknowledgeAsync(lease).AsTask().GetAwaiter().GetResult();
            }
        }
        var life = new Outputs.OutletLife(fixture);
        life.Start();
        life.Go();
        life.MakeDurable();
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        life.Go();
        life.MakeDurable();
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        fixture.Disk.Kill();
        files = [fixture.Disk.Peek(PathOf("reports", 0)), fixture.Disk.Peek(PathOf("reports", 1))];
        return fixture.Disk;
    }

    private static byte[] Mutated(Random random, byte[] original)
    {
        var bytes = original.ToList();
        do
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes.RemoveRange(at, bytes.Count - at); break;
                case 2: bytes.Insert(at, (byte)random.Next(256)); break;
                default: bytes[at] = (byte)random.Next(256); break;
            }
        }
        while (bytes.Count > 0 && (random.Next(3) == 0 || bytes.SequenceEqual(original)));
        return [.. bytes];
    }

    private static byte[] Resealed(Random random, byte[] original)
    {
        byte[] bytes = [.. original];
        for (var change = random.Next(1, 4); change > 0; change--) bytes[32 + random.Next(bytes.Length - 36)] = (byte)(random.Next(2) == 0 ? 0xFF : random.Next(256));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc32C.Append(0, bytes.AsSpan(0, bytes.Length - 4)));
        return bytes;
    }
}
