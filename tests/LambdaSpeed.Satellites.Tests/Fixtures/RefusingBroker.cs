using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Confluent.Kafka;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Speaks as much of Kafka's protocol as it takes to refuse a name and password, as SASL PLAIN sends them, or to die before it has
/// looked at them.</summary>
internal sealed class RefusingBroker : IAsyncDisposable
{
    /// <summary>What it says then.</summary>
    public const string Words = "Authentication failed: wrong password";

    public const short SaslHandshake = 17;
    public const short SaslAuthenticate = 36;

    private const short ApiVersions = 18;
    private const short UnsupportedVersion = 35;
    private const short SaslAuthenticationFailed = 58;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly short? _diesAt;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    /// <param name="diesAt">The request that it dies of.</param>
    public RefusingBroker(short? diesAt = null)
    {
        _diesAt = diesAt;
        _listener.Start();
        _work = ListenAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Has a client come with a name and a password.</summary>
    public static void Ask(ClientConfig client)
    {
        client.SecurityProtocol = SecurityProtocol.SaslPlaintext;
        client.SaslMechanism = SaslMechanism.Plain;
        client.SaslUsername = "me";
        client.SaslPassword = "secret";
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        while (true) await ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            while (true)
            {
                var length = new byte[4];
                await stream.ReadExactlyAsync(length, _stop.Token);
                var request = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
                await stream.ReadExactlyAsync(request, _stop.Token);
                if (BinaryPrimitives.ReadInt16BigEndian(request) == _diesAt) return;
                var answer = AnswerTo(BinaryPrimitives.ReadInt16BigEndian(request), BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(2)));
                var frame = new byte[8 + answer.Length];
                BinaryPrimitives.WriteInt32BigEndian(frame, 4 + answer.Length);
                request.AsSpan(4, 4).CopyTo(frame.AsSpan(4)); // which request it answers
                answer.CopyTo(frame, 8);
                await stream.WriteAsync(frame, _stop.Token);
            }
        }
        catch (IOException)
        {
            // the client has left
        }
    }

    private static byte[] AnswerTo(short key, short version) => key switch
    {
        ApiVersions when version > 0 => [.. Short(UnsupportedVersion), .. Supported()],
        ApiVersions => [.. Short(0), .. Supported()],
        SaslHandshake => [.. Short(0), .. Int(1), .. Text("PLAIN")],
        SaslAuthenticate => [.. Short(SaslAuthenticationFailed), .. Text(Words), .. Int(0), .. new byte[version > 0 ? 8 : 0]],
        _ => throw new InvalidOperationException($"the client asks for {key}"),
    };

    private static byte[] Supported() =>
    [
        .. Int(5),
        .. Short(ApiVersions), .. Short(0), .. Short(0),
        .. Short(SaslHandshake), .. Short(0), .. Short(1),
        .. Short(SaslAuthenticate), .. Short(0), .. Short(0),
        .. Short(3), .. Short(0), .. Short(4), // metadata
        .. Short(1), .. Short(0), .. Short(4), // fetch
    ];

    private static byte[] Text(string text) => [.. Short((short)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Short(short number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Int(int number) => [.. Short((short)(number >> 16)), .. Short((short)number)];
}
