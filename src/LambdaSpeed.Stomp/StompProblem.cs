using System.Text;

namespace LambdaSpeed.Stomp;

/// <summary>What the server or the system says, with the setting that is to blame.</summary>
internal static class StompProblem
{
    /// <summary>Why a connection was not made, or was lost.</summary>
    public static StompException OfConnection(StompServer server, string queue, Exception exception) => exception switch
    {
        StompException known => known,
        StompFormatException => new(
            StompFault.NotStomp,
            $"What answers at {server} does not speak STOMP 1.2: {exception.Message}. Remedy: see host and port of Uri; ActiveMQ has a " +
            "port for each protocol, 61613 is that of STOMP.", exception),
        System.Security.Authentication.AuthenticationException => new(
            StompFault.Unreachable,
            $"The STOMP server at {server} cannot be reached by TLS: {exception.Message} Remedy: see its certificate and ConfigureTls, " +
            "or the scheme and port of Uri.", exception),
        TimeoutException or OperationCanceledException => new(
            StompFault.Unreachable,
            $"The STOMP server at {server} does not answer in time. Remedy: start it, or see host and port of Uri, or ConnectTimeout.",
            exception),
        _ => new(
            StompFault.Unreachable,
            $"The STOMP server at {server} cannot be reached, or has left while '{queue}' was read: {exception.Message} Remedy: start " +
            "it, or see host and port of Uri.", exception),
    };

    /// <summary>The user's own function has thrown.</summary>
    public static StompException OfConfiguring(StompServer server, Exception exception) => new(
        StompFault.Unreachable,
        $"The STOMP server at {server} was not connected to, since ConfigureTls has thrown {exception.GetType().Name}: " +
        $"{exception.Message} Remedy: see what ConfigureTls asks for.", exception);

    /// <summary>What is no frame, on a connection that was entered.</summary>
    public static StompException NoFrame(StompServer server, string queue, StompFormatException exception) => new(
        StompFault.NotStomp,
        $"The STOMP server at {server} has sent what is no frame of STOMP 1.2 while '{queue}' was read: {exception.Message}. Remedy: see " +
        "what it says in its log, or what stands between.", exception);

    /// <summary>What an ERROR frame means. Servers say it in words only.</summary>
    /// <param name="server">The server.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="isEntering">Whether it answers the CONNECT frame.</param>
    /// <param name="error">The frame.</param>
    public static StompException OfError(StompServer server, string queue, bool isEntering, in StompFrame error)
    {
        var text = error.Headers.Find("message") ?? "no reason given";
        if (Says(text + Encoding.UTF8.GetString(error.Body.Span), "down or inaccessible")) return new( // RabbitMQ says it in the body
            StompFault.Unreachable, $"The STOMP server at {server} has not '{queue}' at hand yet, as after its start: {text}");
        if (isEntering && Says(text, "password", "authent", "credential", "login", "security", "access refused", "bad connect")) return new(
            StompFault.WrongCredentials,
            $"The STOMP server at {server} refuses the user: {text} Remedy: see user and password of Uri.");
        if (Says(text, "not authorized", "access refused", "access_refused", "permission", "not allowed")) return new(
            StompFault.NotAllowed,
            $"'{queue}' at {server} may not be read: {text} Remedy: give the user of Uri the right to read it (and to make it where it " +
            "is missing), or see Queue.");
        if (Says(text, "not found", "not_found", "does not exist", "no such")) return new(
            StompFault.NoQueue, $"The STOMP server at {server} has no queue '{queue}': {text} Remedy: make it, or see Queue.");

        return new(StompFault.Refused, $"The STOMP server at {server} refuses to serve '{queue}': {text}");
    }

    /// <summary>The connection has ended, and nobody knows why.</summary>
    public static StompException Left(StompServer server, string queue) => new(
        StompFault.Unreachable, $"The STOMP server at {server} has closed the connection while '{queue}' was read.");

    public static StompException Silent(StompServer server, string queue, TimeSpan time) => new(
        StompFault.Unreachable, $"The STOMP server at {server} has not been heard of for {time} while '{queue}' was read.");

    public static StompException PrefetchIgnored(StompServer server, string queue, int prefetch) => new(
        StompFault.PrefetchIgnored,
        $"The STOMP server at {server} has sent far more messages of '{queue}' than the {prefetch} of Prefetch without an answer. " +
        "Remedy: say in SubscribeHeaders what this server calls it, as 'prefetch-count' for RabbitMQ.");

    private static bool Says(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
