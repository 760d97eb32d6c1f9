using System.Security.Authentication;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;

namespace LambdaSpeed.Amqp;

/// <summary>What the server or the client says, with the setting that is to blame.</summary>
internal static class AmqpProblem
{
    /// <summary>Why a connection was not made.</summary>
    public static AmqpSourceException OfConnecting(string server, Exception exception) => exception switch
    {
        AmqpSourceException known => known,
        AmqpException { Error.Condition: { } condition } refusal when condition == ErrorCode.UnauthorizedAccess =>
            OfLogin(server, refusal.Error.Description ?? "", exception),
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

    /// <summary>The user's own function has thrown.</summary>
    public static AmqpSourceException OfConfiguring(string server, Exception exception) => new(
        AmqpFault.Unreachable,
        $"The AMQP server at {server} was not connected to, since Configure has thrown {exception.GetType().Name}: {exception.Message} " +
        "Remedy: see what Configure asks for.", exception);

    /// <summary>The client has given the connection up.</summary>
    public static AmqpSourceException Silent(string server, string queue) => new(
        AmqpFault.Unreachable,
        $"The AMQP server at {server} has not been heard of for the client's idle timeout while '{queue}' was read.");

    /// <summary>Why a link, its session or its connection was closed.</summary>
    public static AmqpSourceException OfClosing(string server, string queue, Error? error)
    {
        if (error?.Condition is not { } condition) return new(
            AmqpFault.Unreachable, $"The AMQP server at {server} has closed the connection while '{queue}' was read.");
        if (condition == ErrorCode.NotFound && Says(error.Description, "down or inaccessible")) return new(
            AmqpFault.Unreachable, $"The AMQP server at {server} has not '{queue}' at hand yet, as after its start: {error.Description}");
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

    /// <summary>The client throws the same for each outcome but success, with the outcome's name in the text.</summary>
    private static AmqpSourceException OfLogin(string server, string text, Exception exception)
    {
        if (Says(text, $"code {SaslCode.SysPerm}")) return new(
            AmqpFault.WrongCredentials,
            $"The AMQP server at {server} cannot check the user: {text} Remedy: mend the server, its log says what ails it.", exception);
        if (Says(text, $"code {SaslCode.Sys}")) return new( // that or SysTemp
            AmqpFault.Refused, $"The AMQP server at {server} cannot check the user now: {text}", exception);

        return new(
            AmqpFault.WrongCredentials,
            $"The AMQP server at {server} refuses the user: {text} Remedy: see user and password of Uri, or SASL of the client's factory " +
            "in Configure.", exception);
    }

    private static bool Says(string? text, string words) => text?.Contains(words, StringComparison.Ordinal) == true;
}
