using LambdaSpeed.Edges;
using LambdaSpeed.Streams;
using Xunit;

namespace LambdaSpeed.Tests.Edges;

public sealed class EdgeWriterTests
{
    private readonly EdgeChannel<int> _channel;
    private readonly EdgeWriter<int> _writer;

    public EdgeWriterTests()
    {
        _channel = new EdgeChannel<int>("edge", 100, new Sleeper(), new Sleeper());
        _writer = new EdgeWriter<int>(_channel, new ChunkPool<int>(4, carriesStamps: false, kept: 4), new OutputGate());
    }

    /// <summary>A sender that was idle and has new tuples: these must not come with the mark that it is not to be waited for.</summary>
    [Fact]
    public void MarkOfIdleness_IsNotSentWithTuplesThatCameAfterIt()
    {
        _writer.NoteWatermark(Watermark.Idle);
        _channel.Wanted = 4;
        for (var i = 0; i < 5; i++) _writer.Add(i);
        _writer.Flush(isIdle: false);
        Assert.Equal([(4, Watermark.None), (1, Watermark.None)], Sent());

        _writer.Flush(isIdle: false); // others get their turn while tuples may be on their way to this edge
        Assert.Empty(Sent());
        _writer.NoteWatermark(7);
        _writer.Flush(isIdle: true);
        Assert.Equal([(0, 7L)], Sent());
    }

    [Fact]
    public void MarkOfIdleness_IsSentOnceThereIsNothingLeft()
    {
        _writer.Add(1);
        _writer.NoteWatermark(Watermark.Idle);
        _writer.Flush(isIdle: true);
        Assert.Equal([(1, Watermark.Idle)], Sent());

        _writer.NoteWatermark(8);
        _writer.NoteWatermark(Watermark.Idle);
        _writer.Signal(Signal.Barrier(new EpochId(1)));
        Assert.Equal([(0, Watermark.Idle)], Sent());
    }

    private List<(int, long)> Sent()
    {
        var sent = new List<(int, long)>();
        while (_channel.TryRead(out var message)) sent.Add((message.Chunk?.Count ?? 0, message.Watermark));
        return sent;
    }
}
