using System.Buffers;
using System.Net.Sockets;
using LambdaSpeed.Stomp;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Sends messages by STOMP, durably when a call returns. One call at a time.</summary>
internal sealed class StompSender : IAsyncDisposable
{
    /// <summary>The header that a message's id stands in.</summary>
    public const string IdHeader = "order:id"; // with something to escape

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly StompFrameStream _frames;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    private StompSender(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
        _frames = new(_stream, 1 << 16, 1 << 20);
    }

    public static async Task<StompSender> ConnectAsync(string uri)
    {
        var server = StompServer.Of(uri);
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Host, server.Port);
        var sender = new StompSender(client);
        StompFrameWriter.Write(
            sender._bytes, "CONNECT", ("accept-version", "1.2"), ("host", server.Host), ("login", server.User!.Value.Name),
            ("passcode", server.User!.Value.Password));
        await sender.FlushAsync("CONNECTED", CancellationToken.None);
        return sender;
    }

    /// <summary>Sends messages, a thousand in a transaction.</summary>
    public async Task SendAsync(string queue, IEnumerable<(string Id, byte[] Body)> messages, CancellationToken cancellationToken)
    {
        foreach (var batch in messages.Chunk(1000))
        {
            StompFrameWriter.Write(_bytes, "BEGIN", ("transaction", "t"));
            foreach (var (id, body) in batch) Write(queue, id, body);
            StompFrameWriter.Write(_bytes, "COMMIT", ("transaction", "t"), ("receipt", "r"));
            await FlushAsync("RECEIPT", cancellationToken);
        }
    }

    /// <summary>Sends one message with headers of one's own.</summary>
    public Task SendAsync(string queue, CancellationToken cancellationToken, params IEnumerable<(string Name, string Value)> headers)
    {
        StompFrameWriter.Write(_bytes, "SEND", [("destination", "/queue/" + queue), ("persistent", "true"), ("receipt", "r"), .. headers]);
        return FlushAsync("RECEIPT", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _frames.DisposeAsync();
        _client.Dispose();
    }

    private void Write(string queue, string id, ReadOnlyMemory<byte> body)
    {
        var head = new ArrayBufferWriter<byte>();
        StompFrameWriter.Write(
            head, "SEND", ("destination", "/queue/" + queue), ("persistent", "true"), ("content-length", $"{body.Length}"), (IdHeader, id),
            ("transaction", "t"));
        _bytes.Write(head.WrittenSpan[..^1]); // a frame without a body ends here
        _bytes.Write(body.Span);
        _bytes.Write("\0"u8);
    }

    private async Task FlushAsync(string answer, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(_bytes.WrittenMemory, cancellationToken);
        _bytes.ResetWrittenCount();
        var frame = await _frames.NextAsync(cancellationToken);
        if (frame.Command != answer) throw new InvalidOperationException($"{frame.Command}: {frame.Headers.Find("message")}");
    }
}
