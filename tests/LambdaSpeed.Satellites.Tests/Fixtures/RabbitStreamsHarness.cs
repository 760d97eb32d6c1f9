using System.Buffers.Binary;
using LambdaSpeed.RabbitMQ;
using LambdaSpeed.Testing;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Stream queues of a test's own on a RabbitMQ server, a partition each, of 8-byte messages.</summary>
internal sealed class RabbitStreamsHarness : SourceHarness
{
    private readonly string _uri;
    private readonly LocalServer? _server;
    private RabbitPublisher _publisher;

    private RabbitStreamsHarness(string uri, LocalServer? server, RabbitPublisher publisher)
    {
        _uri = uri;
        _server = server;
        _publisher = publisher;
    }

    public static readonly StreamDecoder<long> Decode = (in StreamMessage message) => BinaryPrimitives.ReadInt64LittleEndian(message.Body);

    public IReadOnlyList<string> Streams { get; } = RabbitMqStreams.PartitionsOf($"test-{Guid.NewGuid():N}", 2);

    public RabbitMqStreamOptions Options => new() { Uri = _uri, Streams = Streams, Reconnecting = new() { LongestDelay = TimeSpan.FromSeconds(1) } };

    public RabbitPublisher Publisher => _publisher;

    public override int Partitions => Streams.Count;

    public override bool HasServer => _server is not null;

    /// <param name="uri">The server.</param>
    /// <param name="server">The same when it may be killed; disposed with the harness.</param>
    /// <param name="segmentBytes">How long the server's files are.</param>
    /// <param name="keptBytes">How much is kept; at least two files.</param>
    public static async Task<RabbitStreamsHarness> NewAsync(
        string uri, LocalServer? server = null, long segmentBytes = 1_000_000, long keptBytes = 200_000_000)
    {
        var harness = new RabbitStreamsHarness(uri, server, await RabbitPublisher.ConnectAsync(uri));
        foreach (var stream in harness.Streams)
        {
            await harness._publisher.DeclareAsync(stream, new()
            {
                ["x-queue-type"] = "stream", ["x-max-length-bytes"] = keptBytes, ["x-stream-max-segment-size-bytes"] = segmentBytes,
            });
        }
        if (server is not null) await RabbitPublisher.LetQueuesBeKnownAsync();
        return harness;
    }

    public override Func<ISpout<long>> Open() => RabbitMqStreams.Read(Options, Decode);

    public override Task AppendAsync(int partition, IReadOnlyList<long> values, CancellationToken cancellationToken) =>
        _publisher.PublishAsync(Streams[partition], values.Select(Encode), cancellationToken);

    public override Task KillServerAsync() => _server!.KillAsync();

    public override async Task StartServerAsync()
    {
        await _server!.StartAsync();
        await _publisher.DisposeAsync();
        _publisher = await RabbitPublisher.ConnectAsync(_uri, Streams);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_server is null) await _publisher.DeleteAsync(Streams);
        await _publisher.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        await base.DisposeAsync();
    }

    public static ReadOnlyMemory<byte> Encode(long value)
    {
        var body = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(body, value);
        return body;
    }
}
