namespace LambdaSpeed.Kafka;

/// <summary>What can be wrong between a source or an output and its Kafka cluster.</summary>
public enum KafkaFault
{
    /// <summary>No broker can be reached, or all connections were lost.</summary>
    Unreachable,

    /// <summary>The brokers do not accept the credentials, or the client not theirs.</summary>
    WrongCredentials,

    /// <summary>There is no such topic.</summary>
    NoTopic,

    /// <summary>The user may not read or write the topic, or not use the consumer group.</summary>
    NotAllowed,

    /// <summary>The topic has fewer partitions than the checkpoint has positions of, or than the settings name.</summary>
    FewerPartitions,

    /// <summary>Retention has passed the position that reading is to go on at.</summary>
    PositionExpired,

    /// <summary>The partition ends before the position that reading is to go on at: it is not the one it was.</summary>
    PositionBeyondEnd,

    /// <summary>The client does not accept its configuration.</summary>
    WrongConfiguration,

    /// <summary>The brokers have refused an operation for another reason.</summary>
    Refused,
}
