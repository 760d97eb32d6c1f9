using System.Buffers;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;

namespace LambdaSpeed.Stomp;

/// <summary>Connects to a server and enters it.</summary>
internal static class StompEntrance
{
    private const string Version = "1.2";

    /// <summary>Connects, and agrees with the server on how often both say that they are there.</summary>
    /// <exception cref="StompException">It was not done.</exception>
    public static async Task<(StompConnection Connection, (TimeSpan Ours, TimeSpan Theirs) Beats)> EnterAsync(
        StompServer server, StompQueueOptions options, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        Stream? stream = null;
        StompFrameStream? frames = null;
        try
        {
            stream = await ConnectAsync(server, options, stop.Token).ConfigureAwait(false);
            frames = new(stream, options.MaxHeaderBytes, options.MaxMessageBytes);
            await stream.WriteAsync(Greeting(server, options), stop.Token).ConfigureAwait(false);
            var answer = await frames.NextAsync(stop.Token).ConfigureAwait(false);
            var beats = BeatsOf(server, options, answer);
            return (new StompConnection(server, options, stream, frames), beats);
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            if (frames is not null) await frames.DisposeAsync().ConfigureAwait(false);
            if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw StompProblem.OfConnection(server, options.Queue, exception);
        }
    }

    private static async Task<Stream> ConnectAsync(StompServer server, StompQueueOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, cancellationToken).ConfigureAwait(false);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (!server.IsEncrypted) return stream;

            var encrypted = new SslStream(stream);
            stream = encrypted;
            var tls = new SslClientAuthenticationOptions { TargetHost = server.Host };
            Configure(server, options, tls);
            await encrypted.AuthenticateAsClientAsync(tls, cancellationToken).ConfigureAwait(false);
            return encrypted;
        }
        catch
        {
            if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();
            throw;
        }
    }

    private static void Configure(StompServer server, StompQueueOptions options, SslClientAuthenticationOptions tls)
    {
        try
        {
            options.ConfigureTls?.Invoke(tls);
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            throw StompProblem.OfConfiguring(server, exception);
        }
    }

    private static ReadOnlyMemory<byte> Greeting(StompServer server, StompQueueOptions options)
    {
        var beat = ((long)options.HeartBeat.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        var headers = new List<(string, string)> { ("accept-version", Version), ("heart-beat", $"{beat},{beat}") };
        if (!options.ConnectHeaders.ContainsKey("host")) headers.Add(("host", server.Host));
        if (server.User is { } user) headers.AddRange([("login", user.Name), ("passcode", user.Password)]);
        foreach (var (name, value) in options.ConnectHeaders) headers.Add((name, value));
        var bytes = new ArrayBufferWriter<byte>();
        StompFrameWriter.Write(bytes, "CONNECT", [.. headers]);
        return bytes.WrittenMemory;
    }

    private static (TimeSpan Ours, TimeSpan Theirs) BeatsOf(StompServer server, StompQueueOptions options, in StompFrame answer)
    {
        if (answer.Command == "ERROR") throw StompProblem.OfError(server, options.Queue, isEntering: true, answer);
        if (answer.Command != "CONNECTED") throw new StompFormatException($"it greets by a frame {answer.Command}");
        if (answer.Headers.Find("version") is not Version) throw new StompFormatException(
            $"it speaks version '{answer.Headers.Find("version") ?? "1.0"}'");

        var beats = (answer.Headers.Find("heart-beat") ?? "0,0").Split(',');
        if (beats.Length != 2) throw new StompFormatException("its heart-beat is no pair of times");

        // it says first what it sends, then what it wants
        return (Agreed(options.HeartBeat, beats[1]), Agreed(options.HeartBeat, beats[0]));
    }

    /// <summary>The longer of what the one wants and the other can; zero where the server cannot, or does not want.</summary>
    private static TimeSpan Agreed(TimeSpan ours, string theirs)
    {
        if (!int.TryParse(theirs, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            throw new StompFormatException($"'{theirs}' is no time of heart-beats");
        }
        if (milliseconds == 0) return TimeSpan.Zero;

        var time = TimeSpan.FromMilliseconds(milliseconds);
        return time > ours ? time : ours;
    }
}
