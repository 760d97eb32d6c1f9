using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>What the brokers or the client say, with the setting that is to blame.</summary>
internal static class KafkaProblem
{
    private const string Credentials = "Remedy: see SecurityProtocol, SaslMechanism, SaslUsername, SaslPassword and the certificates in " +
        nameof(KafkaOptions.Configure) + ".";

    /// <summary>Why an operation of a source has failed.</summary>
    /// <param name="options">Which topic, and where.</param>
    /// <param name="error">What the operation says.</param>
    /// <param name="trouble">What the client has said of its connections, when something is wrong there.</param>
    /// <param name="exception">What it has thrown.</param>
    public static KafkaSourceException Of(KafkaOptions options, Error error, Error? trouble, Exception? exception)
    {
        var (fault, message) = Explain(options.BootstrapServers, options.Topic, ("read", "read"), error, trouble);
        return new(fault, message, exception);
    }

    /// <summary>The same of an output.</summary>
    public static KafkaOutputException Of(KafkaOutputOptions options, Error error, Error? trouble, Exception? exception)
    {
        var (fault, message) = Explain(options.BootstrapServers, options.Topic, ("write", "written"), error, trouble);
        return new(fault, message, exception);
    }

    /// <summary>Of what kind a failure is, for the metrics.</summary>
    public static string KindOf(LambdaSpeedException failure) => failure switch
    {
        KafkaSourceException source => source.Fault.ToString(),
        KafkaOutputException output => output.Fault.ToString(),
        _ => failure.GetType().Name,
    };

    /// <summary>Does an error of the client's connections tell more than the one that is known?</summary>
    /// <remarks>That all brokers are down follows each of the others. Of those the newest counts: what kept a connection from being made
    /// may be over, and another trouble in its place.</remarks>
    public static bool TellsMore(Error error, Error? known) => known is null || error.Code != ErrorCode.Local_AllBrokersDown;

    /// <summary>Does an error keep the consumer out of its group for good?</summary>
    public static bool IsOfGroup(Error error) =>
        error.Code is ErrorCode.GroupAuthorizationFailed or ErrorCode.InconsistentGroupProtocol or ErrorCode.InvalidGroupId;

    /// <summary>The client does not take its configuration.</summary>
    public static KafkaSourceException OfConfiguration(Exception exception) =>
        new(KafkaFault.WrongConfiguration, NotAccepted(exception), exception);

    /// <summary>The same of an output.</summary>
    public static KafkaOutputException OfOutputConfiguration(Exception exception) =>
        new(KafkaFault.WrongConfiguration, NotAccepted(exception), exception);

    public static KafkaSourceException Expired(KafkaOptions options, LogPosition position, long first) => new(
        KafkaFault.PositionExpired,
        $"Retention of topic '{options.Topic}' at {options.BootstrapServers} has passed the offset {position.Offset} of partition " +
        $"{position.Partition} that reading is to go on at: the first message kept there is {first}. Remedy: keep more (retention.ms, " +
        $"retention.bytes), or start with an empty place for checkpoints, which reads from {nameof(KafkaOptions.Start)} and accepts the " +
        "loss.");

    public static KafkaSourceException BeyondEnd(KafkaOptions options, LogPosition position, long end) => new(
        KafkaFault.PositionBeyondEnd,
        $"Partition {position.Partition} of topic '{options.Topic}' at {options.BootstrapServers} ends at {end}, before the offset " +
        $"{position.Offset} that reading is to go on at. It was deleted and created again, or has lost messages. Remedy: see " +
        $"{nameof(KafkaOptions.Topic)}, or {nameof(KafkaOptions.Start)} where reading begins; or start with an empty place for " +
        "checkpoints.");

    public static KafkaSourceException FewerPartitions(KafkaOptions options, int known, int found, string whose) => new(
        KafkaFault.FewerPartitions,
        $"{whose} {known} partitions of topic '{options.Topic}', but at {options.BootstrapServers} it has {found}: it is not the topic " +
        $"it was, and messages would be missing. Remedy: see {nameof(KafkaOptions.Topic)}, {nameof(KafkaOptions.BootstrapServers)} and " +
        $"{nameof(KafkaOptions.Partitions)}, or start with an empty place for checkpoints.");

    public static KafkaSourceException LeftOut(KafkaOptions options, int partition) => new(
        KafkaFault.FewerPartitions,
        $"the checkpoint has a position of partition {partition} of topic '{options.Topic}', which {nameof(KafkaOptions)}." +
        $"{nameof(KafkaOptions.Partitions)} does not name: messages would be missing. Remedy: name all partitions that were read.");

    private static string NotAccepted(Exception exception) =>
        $"The Kafka client does not accept its configuration: {exception.Message} Remedy: see {nameof(KafkaOptions.Configure)}.";

    private static (KafkaFault Fault, string Message) Explain(
        string server, string topic, (string Verb, string Participle) use, Error error, Error? trouble) => error.Code switch
        {
            ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => (
                KafkaFault.NoTopic,
                $"Kafka at {server} has no topic '{topic}', or has lost a partition of it: {error.Reason}. Remedy: create it, or " +
                $"see {nameof(KafkaOptions.Topic)}."),
            ErrorCode.TopicException => (
                KafkaFault.NoTopic,
                $"Kafka at {server} cannot have a topic '{topic}': {error.Reason}. Remedy: see {nameof(KafkaOptions.Topic)}."),
            ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed => (
                KafkaFault.NotAllowed,
                $"Topic '{topic}' at {server} may not be {use.Participle}: {error.Reason}. Remedy: give the user of " +
                $"{nameof(KafkaOptions.Configure)} the right to {use.Verb} and describe it, or see {nameof(KafkaOptions.Topic)}."),
            ErrorCode.GroupAuthorizationFailed => (
                KafkaFault.NotAllowed,
                $"The consumer group may not be used at {server}: {error.Reason}. Remedy: give the user of " +
                $"{nameof(KafkaOptions.Configure)} the right to it, or see {nameof(KafkaOptions.Group)} and " +
                $"{nameof(KafkaOptions.MirrorGroup)}."),
            ErrorCode.InconsistentGroupProtocol => (
                KafkaFault.NotAllowed,
                $"The consumer group at {server} divides partitions in another way than cooperative-sticky: {error.Reason}. Remedy: " +
                $"choose a {nameof(KafkaOptions.Group)} of this library's own, or have its other members use cooperative-sticky, too."),
            _ when IsRefusal(error) => WrongCredentials(server, error),
            _ when trouble is not null && IsRefusal(trouble) => WrongCredentials(server, trouble),
            _ when trouble is not null || IsOutage(error) || IsOfLogin(error) => (
                KafkaFault.Unreachable,
                $"Kafka at {server} cannot be reached: {(trouble ?? error).Reason}. Remedy: start it, or see " +
                $"{nameof(KafkaOptions.BootstrapServers)}."),
            _ => (KafkaFault.Refused, $"Kafka at {server} refuses to serve topic '{topic}': {error.Reason}"),
        };

    /// <summary>Has a broker answered that it does not take the client in, or the client that it does not trust the broker? A connection
    /// that is lost while it logs in is told by the same code.</summary>
    private static bool IsRefusal(Error error) =>
        IsOfLogin(error) && !error.Reason.Contains("transport failure", StringComparison.Ordinal)
        && !error.Reason.Contains("Disconnected", StringComparison.Ordinal);

    private static bool IsOfLogin(Error error) =>
        error.Code is ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Authentication or ErrorCode.Local_Ssl;

    private static bool IsOutage(Error error) => error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport
        or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve or ErrorCode.LeaderNotAvailable or ErrorCode.NotLeaderForPartition
        or ErrorCode.Local_WaitCoord or ErrorCode.BrokerNotAvailable or ErrorCode.NetworkException or ErrorCode.Local_TimedOutQueue;

    private static (KafkaFault Fault, string Message) WrongCredentials(string server, Error error) => (
        KafkaFault.WrongCredentials, $"Kafka at {server} and the client do not trust each other: {error.Reason}. {Credentials}");
}
