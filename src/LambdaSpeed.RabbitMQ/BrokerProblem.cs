using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace LambdaSpeed.RabbitMQ;

/// <summary>What the server or the client says, with the setting that is to blame.</summary>
internal static class BrokerProblem
{
    /// <summary>Of what kind a failure is, for the metrics.</summary>
    public static string KindOf(LambdaSpeedException failure) =>
        failure is RabbitMqException known ? known.Fault.ToString() : failure.GetType().Name;

    /// <summary>Why a connection was not made.</summary>
    public static RabbitMqException OfConnecting(string server, Exception exception)
    {
        if (exception is RabbitMqException known) return known;

        foreach (var cause in CausesOf(exception))
        {
            if (cause is AuthenticationFailureException) return new(
                RabbitMqFault.WrongCredentials,
                $"RabbitMQ at {server} refuses the user: {cause.Message} Remedy: see user and password of Uri; 'guest' may come from the " +
                "server's own machine only.", exception);
            if (cause is PossibleAuthenticationFailureException) return new( // so the client calls each connection that is lost then
                RabbitMqFault.Unreachable,
                $"RabbitMQ at {server} has left during the login: {cause.GetBaseException().Message} Remedy: where this " +
                "lasts, see user and password of Uri.", exception);
            if (cause is AuthenticationException) return new(
                RabbitMqFault.Unreachable,
                $"RabbitMQ at {server} cannot be reached by TLS: {cause.Message} Remedy: see its certificate, the scheme and port of Uri," +
                " and Ssl of the client's factory in Configure.", exception);
            if (cause is OperationInterruptedException { ShutdownReason: { } reason } && IsOfVirtualHost(reason))
            {
                return OfVirtualHost(server, reason, exception);
            }
        }
        return new(
            RabbitMqFault.Unreachable,
            $"RabbitMQ at {server} cannot be reached: {exception.GetBaseException().Message} Remedy: start it, or see host and port of " +
            "Uri.", exception);
    }

    /// <summary>Why an operation on a queue has failed.</summary>
    /// <param name="server">The server.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="setting">The setting that names it.</param>
    /// <param name="exception">What the client has thrown.</param>
    public static RabbitMqException OfQueue(string server, string queue, string setting, Exception exception) => exception switch
    {
        RabbitMqException known => known,
        OperationInterruptedException { ShutdownReason: { } reason } => OfShutdown(server, queue, setting, reason, exception),
        _ => new(RabbitMqFault.Unreachable, $"RabbitMQ at {server} has left while '{queue}' was read: {exception.Message}", exception),
    };

    /// <summary>Why a channel was closed.</summary>
    public static RabbitMqException OfShutdown(
        string server, string queue, string setting, ShutdownEventArgs reason, Exception? exception = null) => reason.ReplyCode switch
        {
            _ when CausesOf(reason.Exception).Any(IsOfSize) => TooLarge(server, queue, reason.Exception!),
            _ when IsOfVirtualHost(reason) => OfVirtualHost(server, reason, exception), // the client does not wait for the host to open
            Constants.NotFound when reason.ReplyText.Contains("down or inaccessible", StringComparison.Ordinal) => new(
                RabbitMqFault.Unreachable,
                $"RabbitMQ at {server} has not '{queue}' at hand yet, as after its start: {reason.ReplyText}", exception),
            Constants.NotFound => new(
                RabbitMqFault.NoQueue,
                $"RabbitMQ at {server} has no queue '{queue}': {reason.ReplyText}. Remedy: declare it, or see {setting}.", exception),
            Constants.AccessRefused or Constants.ResourceLocked => new(
                RabbitMqFault.NotAllowed,
                $"Queue '{queue}' at {server} may not be read: {reason.ReplyText}. Remedy: give the user of Uri the right to read it, or " +
                $"end the consumer that has it for itself, or see {setting}.", exception),
            Constants.PreconditionFailed or Constants.NotImplemented
                when reason.ReplyText.Contains("x-stream-offset", StringComparison.Ordinal) =>
                NotAStream(server, queue, setting, exception),
            _ when reason.Initiator == ShutdownInitiator.Peer && reason.ReplyCode != Constants.ConnectionForced => new(
                RabbitMqFault.Refused, $"RabbitMQ at {server} refuses to serve '{queue}': {reason.ReplyText}", exception),
            _ => new(
                RabbitMqFault.Unreachable,
                $"RabbitMQ at {server} has left while '{queue}' was read: {reason.Exception?.Message ?? reason.ReplyText}", exception),
        };

    public static RabbitMqException NotAStream(string server, string queue, string setting, Exception? exception = null) => new(
        RabbitMqFault.NotAStream,
        $"Queue '{queue}' at {server} is no stream: it forgets what it has delivered, so nothing could be read again. Remedy: see " +
        $"{setting}, or take the queue in by a LogIntake from a {nameof(RabbitMqQueueSource)}.", exception);

    public static RabbitMqException IsAStream(string server, string queue) => new(
        RabbitMqFault.IsAStream,
        $"Queue '{queue}' at {server} is a stream: it does not mind acknowledgements and would be read from its end at each start. " +
        $"Remedy: see {nameof(RabbitMqQueueOptions.Queue)}, or read the stream by " +
        $"{nameof(RabbitMqStreams)}.{nameof(RabbitMqStreams.Read)}.");

    public static RabbitMqException Silent(string server, string stream, uint count, TimeSpan patience) => new(
        RabbitMqFault.Unreachable,
        $"RabbitMQ at {server} says that stream '{stream}' has {count} messages, and has delivered none within " +
        $"{patience.TotalSeconds} s, so where it ends cannot be told. Remedy: see whether the server is overloaded, or recovers.");

    public static RabbitMqException Cancelled(string server, string queue) => new(
        RabbitMqFault.Refused,
        $"RabbitMQ at {server} has ended the consumer of '{queue}': the queue was deleted, or moves to another node.");

    private static bool IsOfVirtualHost(ShutdownEventArgs reason) => (reason.ReplyCode, reason.ClassId) is (Constants.NotAllowed, 10);

    private static bool IsOfSize(Exception exception) =>
        exception is ProtocolException && exception.Message.Contains("exceeds maximum", StringComparison.Ordinal);

    private static RabbitMqException TooLarge(string server, string queue, Exception exception) => new(
        RabbitMqFault.Refused,
        $"A message of '{queue}' at {server} is larger than the client takes: {exception.Message} Remedy: have " +
        $"{nameof(RabbitMqOptions.Configure)} leave {nameof(ConnectionFactory.MaxInboundMessageBodySize)} as it is, or raise it, or take " +
        "the message out of the queue.", exception);

    /// <summary>Why a virtual host was not entered. One connection too many is welcome when another one ends.</summary>
    private static RabbitMqException OfVirtualHost(string server, ShutdownEventArgs reason, Exception? exception) =>
        reason.ReplyText.Contains("connection limit (", StringComparison.Ordinal)
            ? new(
                RabbitMqFault.Refused,
                $"RabbitMQ at {server} takes no more connections: {reason.ReplyText}. Remedy: raise the limit of its node, of the " +
                "virtual host or of the user, or have others end theirs; each stream and each queue that is read has one.", exception)
            : new(
                RabbitMqFault.NoVirtualHost,
                $"RabbitMQ at {server} has no such virtual host, or the user may not enter it: {reason.ReplyText}. Remedy: see the path " +
                "of Uri ('/' is written %2F, or left out), or the user's permissions.", exception);

    private static IEnumerable<Exception> CausesOf(Exception? exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException) yield return cause;
    }
}
