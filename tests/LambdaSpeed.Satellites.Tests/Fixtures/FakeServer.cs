using System.Net;
using System.Net.Sockets;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A server that says to each client what a test wants, and then keeps the connection until the test ends.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _serving;

    public FakeServer(Func<NetworkStream, Task> serve)
    {
        _listener.Start();
        _serving = ServeAsync(serve);
    }

    /// <summary>Host and port.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _serving; // which may be about to listen
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task ServeAsync(Func<NetworkStream, Task> serve)
    {
        var clients = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_over.Token);
                clients.Add(client);
                await serve(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // the test has ended
        }
        foreach (var client in clients) client.Dispose();
    }
}
