using LambdaSpeed.Kafka;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>Where outputs that may be out are looked for, and for how long.</summary>
public sealed class KafkaTailTests
{
    [Fact]
    public void Mark_IsReadAsItIsWritten_ToTheByte()
    {
        const string Golden = "01" + "0774" + "6F70" + "0500000000000000" + "0000000000010000"; // version, "top", two ends
        var mark = new KafkaMark("top", [5, 1L << 40]);
        Assert.Equal(Golden, Convert.ToHexString(mark.ToBytes()));

        var read = KafkaMark.FromBytes(mark.ToBytes());

        Assert.Equal("top", read.Topic);
        Assert.Equal(mark.Ends, read.Ends);
        Assert.Throws<CodecException>(() => KafkaMark.FromBytes([2, .. mark.ToBytes()[1..]]));
        Assert.Throws<CodecException>(() => KafkaMark.FromBytes(mark.ToBytes().AsSpan(0, 10)));
    }

    [Fact]
    public void Tails_BeginAtTheEarliestMark_OfTheSameTopic()
    {
        KafkaMark[] marks = [new("t", [10, 20]), new("t", [12, 18, 5]), new("other", [0, 0, 0])];
        Assert.Equal([new(0, 10), new(1, 18), new(2, 0)], KafkaMark.Tails(marks, "t", [30, 30, 30])); // partition 2 is newer than a mark
        Assert.Equal([new LogPosition(1, 18)], KafkaMark.Tails(marks, "t", [10, 30, 0]));             // others have nothing behind
        Assert.Empty(KafkaMark.Tails(marks, "new", [30, 30]));
        Assert.Empty(KafkaMark.Tails([], "t", [30, 30]));
    }

    [Fact]
    public async Task Search_GoesOnWhereItWas_AndEndsWithTheLastId()
    {
        const int Numbers = 3000;
        await using var harness = await KafkaHarness.NewAsync();
        var store = CheckpointStore.InMemory();
        var options = new SpeedLayerOptions { Checkpoints = store, EpochTuples = 1_000_000, EpochInterval = TimeSpan.FromHours(1) };
        await using (var run = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), Numbers, static _ => { }), options))
        {
            await run.Within(run.Completion);
        }
        var sent = harness.RequireAll(Numbers);
        var ends = Enumerable.Range(0, 2).Select(partition => (long)sent.Count(one => one.Partition == partition)).ToList();
        var id = sent[0].Id;
        var records = new OutputRecords();
        for (var i = 0; i < Numbers + 5; i++) records.Add([], [1]); // five of them were not sent
        var outputs = new SealedOutputs(
            0, id.Epoch, records, id.Incarnation, new KafkaMark(harness.Topic, [0, 0]).ToBytes(), mayBeOut: true);
        using var tail = new KafkaTail(
            harness.Outputs().NewConfiguration(), new(harness.Topic, ends), new(KafkaOutputs.Topology, KafkaOutputs.Output), [outputs],
            static _ => { });
        Assert.False(tail.TryFinish(TimeProvider.System, TimeSpan.Zero));
        for (var turn = 0; !tail.TryFinish(TimeProvider.System, TimeSpan.FromMilliseconds(5)); turn++)
        {
            Assert.True(turn < 5000, "the search does not end");
        }
        Assert.Equal((Numbers, 5), (tail.Found.Count, tail.Missing));
        Assert.Equal(sent.Select(one => (one.Task, one.Id)).ToHashSet(), tail.Found);
    }
}
