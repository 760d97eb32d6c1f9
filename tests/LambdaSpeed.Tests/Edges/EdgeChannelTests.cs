using LambdaSpeed.Edges;
using LambdaSpeed.Streams;
using Xunit;

namespace LambdaSpeed.Tests.Edges;

public sealed class EdgeChannelTests
{
    private readonly CountingWakeable _reader = new();
    private readonly CountingWakeable _writer = new();

    [Fact]
    public void FullEdge_RefusesChunk_AndWakesWriterWhenThereIsRoom()
    {
        var channel = NewChannel(capacity: 1);
        Assert.True(channel.TryWrite(Chunk()));
        Assert.False(channel.TryWrite(Chunk()));

        Assert.True(channel.TryRead(out _));
        Assert.Equal(1, _writer.Count);
        Assert.True(channel.TryWrite(Chunk()));
    }

    [Fact]
    public void FullEdge_TakesBarrierAndLastSignal_BehindItsChunks()
    {
        var channel = NewChannel(capacity: 1);
        Assert.True(channel.TryWrite(Chunk()));
        Assert.True(channel.TryWrite(new EdgeMessage<int>(Chunk().Chunk, Signal.Barrier(new EpochId(1)))));
        Assert.True(channel.TryWrite(new EdgeMessage<int>(null, Signal.Stop)));

        Assert.Equal([SignalKind.None, SignalKind.Barrier, SignalKind.Stop], ReadAll(channel));
        Assert.Equal(3, _reader.Count);
    }

    [Fact]
    public void ThirdSignalOnTheWay_BreaksLaw()
    {
        var channel = NewChannel(capacity: 1);
        for (var i = 0; i < 3; i++) channel.TryWrite(new EdgeMessage<int>(null, Signal.Barrier(new EpochId(i))));

        var fault = Assert.Throws<InvariantViolationException>(() => channel.TryWrite(new EdgeMessage<int>(null, Signal.Stop)));
        Assert.Contains("from -> to", fault.Message, StringComparison.Ordinal);
    }

    private static EdgeMessage<int> Chunk() => new(new Chunk<int>(4, carriesStamps: false) { Count = 1 }, default);

    private static List<SignalKind> ReadAll(EdgeChannel<int> channel)
    {
        var kinds = new List<SignalKind>();
        while (channel.TryRead(out var message)) kinds.Add(message.Signal.Kind);
        return kinds;
    }

    private EdgeChannel<int> NewChannel(int capacity) => new("from -> to", capacity, _reader, _writer);

    private sealed class CountingWakeable : IWakeable
    {
        public int Count { get; private set; }

        public void Wake() => Count++;
    }
}
