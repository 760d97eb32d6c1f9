using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Stands between clients and a server, and hands on what both say: by TLS to the clients when it has a certificate, and nothing that
/// the server says while that is muted.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly Uri _server;
    private readonly X509Certificate2? _certificate;
    private readonly Func<Stream, Task> _greet;
    private readonly FakeServer _front;
    private volatile TaskCompletionSource _voice = new();

    /// <param name="server">The server.</param>
    /// <param name="certificate">With its key; the owner disposes of it.</param>
    /// <param name="greet">What is said before the handshake of TLS.</param>
    public Relay(Uri server, X509Certificate2? certificate = null, Func<Stream, Task>? greet = null)
    {
        _greet = greet ?? (_ => Task.CompletedTask);
        _server = server;
        _certificate = certificate;
        _voice.SetResult();
        _front = new FakeServer(client =>
        {
            _ = ServeAsync(client);
            return Task.CompletedTask;
        });
    }

    /// <summary>Host and port.</summary>
    public string Address => _front.Address;

    public void MuteServer() => _voice = new();

    public void UnmuteServer() => _voice.TrySetResult();

    public ValueTask DisposeAsync()
    {
        UnmuteServer();
        return _front.DisposeAsync();
    }

    private async Task ServeAsync(NetworkStream client)
    {
        try
        {
            await using var near = await EnterAsync(client);
            using var server = new TcpClient();
            await server.ConnectAsync(_server.Host, _server.Port, RunFixture.Cancel);
            await using var far = server.GetStream();
            await Task.WhenAny(CopyAsync(near, far, isServer: false), CopyAsync(far, near, isServer: true));
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            // the client does not trust the certificate
        }
    }

    private async Task<Stream> EnterAsync(NetworkStream client)
    {
        if (_certificate is null) return client;

        await _greet(client);
        var encrypted = new SslStream(client);
        await encrypted.AuthenticateAsServerAsync(_certificate);
        return encrypted;
    }

    private async Task CopyAsync(Stream from, Stream to, bool isServer)
    {
        var bytes = new byte[8192];
        try
        {
            for (int count; (count = await from.ReadAsync(bytes)) > 0;)
            {
                if (isServer) await _voice.Task;
                await to.WriteAsync(bytes.AsMemory(0, count));
            }
        }
        catch (IOException)
        {
            // one side has left
        }
    }
}
