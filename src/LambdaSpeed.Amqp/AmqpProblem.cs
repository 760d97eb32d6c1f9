using System.Security.Authentication;
using Amqp;
using Amqp.Framing;

namespace LambdaSpeed.Amqp;

/// <summary>What the server or the client says, with the setting that is to blame.</summary>
internal static class AmqpProblem
{
    /// <summary>Why a connection was not made.</summary>
    public static AmqpSourceException OfConnecting(string server, Exception exception) => exception switch
    {
        AmqpSourceException known => known,
        AmqpException { Error.Condition: { } condition } refusal when condition == ErrorCode.UnauthorizedAccess => new(
            AmqpFault.WrongCredentials,
            $"The AMQP server at {server} refuses the user: {refusal.Error.Description} Remedy: see user and password of Uri.", exception),
        AmqpException { Error: { } error } => new(
            AmqpFault.Refused,
            $"The AMQP server at {server} refuses the connection: {error.Condition} {error.Description} Remedy: see host and port of " +
            "Uri, and whether it speaks AMQP 1.0 (RabbitMQ before 4.0: by its plugin rabbitmq_amqp1_0).", exception),
        AuthenticationException => new(
            AmqpFault.Unreachable,
            $"The AMQP server at {server} cannot be reached by TLS: {exception.Message} Remedy: see its certificate, the scheme and port " +
            "of Uri, and SSL of the client's factory in Configure.", exception),
        TimeoutException or OperationCanceledException => new(
            AmqpFault.Unreachable,
            $"The AMQP server at {server} does not answer in time. Remedy: start it, or see host and port of Uri, or " +
            "ConnectTimeout.", exception),
        _ => new(
            AmqpFault.Unreachable,
            $"The AMQP server at {server} cannot be reached: {exception.GetBaseException().Message} Remedy: start it, or see host and " +
            "port of Uri.",
            exception),
    };

    /// <summary>The client has given the connection up.</summary>
    public static AmqpSourceException Silent(string server, string queue) => new(
        AmqpFault.Unreachable,
        $"The AMQP server at {server} has not been heard of for the client's idle timeout while '{queue}' was read.");

    /// <summary>Why a link, its session or its connection was closed.</summary>
    public static AmqpSourceException OfClosing(string server, string queue, Error? error)
    {
        if (error?.Condition is not { } condition) return new(
            AmqpFault.Unreachable, $"The AMQP server at {server} has closed the connection while '{queue}' was read.");
        if (condition == ErrorCode.NotFound) return new(
            AmqpFault.NoQueue,
            $"The AMQP server at {server} has no queue '{queue}': {error.Description} Remedy: declare it, or see Queue.");
        if (condition == ErrorCode.UnauthorizedAccess || condition == ErrorCode.NotAllowed ||
            condition == ErrorCode.ResourceLocked) return new(
            AmqpFault.NotAllowed,
            $"'{queue}' at {server} may not be read: {error.Description} Remedy: give the user of Uri the right to read it, or end the " +
            "consumer that has it for itself, or see Queue.");
        if (condition == ErrorCode.ConnectionForced || condition == ErrorCode.FramingError ||
            condition == ErrorCode.DetachForced) return new(
            AmqpFault.Unreachable, $"The AMQP server at {server} has left while '{queue}' was read: {condition} {error.Description}");

        return new(AmqpFault.Refused, $"The AMQP server at {server} refuses to serve '{queue}': {condition} {error.Description}");
    }
}
