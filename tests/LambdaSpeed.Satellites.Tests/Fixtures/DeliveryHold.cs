using System.Buffers.Binary;
using System.Net.Sockets;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Stands between clients and a RabbitMQ server, and can keep deliveries back while the server answers all else, as a server does whose
/// disc is slow.</summary>
internal sealed class DeliveryHold : IAsyncDisposable
{
    private const int Method = 1;

    private readonly Uri _server;
    private readonly FakeServer _front;
    private readonly List<TcpClient> _clients = []; // under its own lock
    private readonly Lock _gate = new();
    private readonly List<(Stream To, byte[] Frame)> _held = []; // under the gate
    private bool _isHolding; // under the gate

    public DeliveryHold(string uri)
    {
        _server = new(uri);
        _front = new FakeServer(client =>
        {
            _ = ServeAsync(client);
            return Task.CompletedTask;
        });
        Uri = uri.Replace(_server.Authority, _front.Address, StringComparison.Ordinal);
    }

    /// <summary>The server's URI, with this in its place.</summary>
    public string Uri { get; }

    public void Hold()
    {
        lock (_gate) _isHolding = true;
    }

    /// <summary>Delivers what was kept back, in its order.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isHolding = false;
            foreach (var (to, frame) in _held) Write(to, frame);
            _held.Clear();
        }
    }

    /// <summary>Ends all connections.</summary>
    public void Cut()
    {
        lock (_clients)
        {
            foreach (var client in _clients) client.Dispose();
            _clients.Clear();
        }
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        return _front.DisposeAsync();
    }

    private async Task ServeAsync(NetworkStream client)
    {
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(_server.Host, _server.Port, RunFixture.Cancel);
            lock (_clients) _clients.Add(server);
            await using var far = server.GetStream();
            await Task.WhenAny(client.CopyToAsync(far), DeliverAsync(far, client));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // one side has left
        }
        client.Socket.Dispose();
    }

    private async Task DeliverAsync(NetworkStream server, NetworkStream client)
    {
        while (true)
        {
            var head = new byte[7]; // kind, channel, length
            await server.ReadExactlyAsync(head);
            var frame = new byte[head.Length + BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(3)) + 1];
            head.CopyTo(frame, 0);
            await server.ReadExactlyAsync(frame.AsMemory(head.Length));
            var isOfDelivery = frame[0] == Method ? frame.AsSpan(7, 4).SequenceEqual((byte[])[0, 60, 0, 60]) : frame[0] is 2 or 3;
            lock (_gate)
            {
                if (_isHolding && isOfDelivery) _held.Add((client, frame));
                else Write(client, frame);
            }
        }
    }

    private static void Write(Stream to, byte[] frame)
    {
        try
        {
            to.Write(frame);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // the client has left
        }
    }
}
