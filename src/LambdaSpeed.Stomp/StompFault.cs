namespace LambdaSpeed.Stomp;

/// <summary>What can be wrong between a source and its STOMP server.</summary>
public enum StompFault
{
    /// <summary>The server cannot be reached, the connection was lost, or <see cref="StompQueueOptions.ConfigureTls"/> has
    /// thrown.</summary>
    Unreachable,

    /// <summary>The server does not accept the name and password of the URI.</summary>
    WrongCredentials,

    /// <summary>There is no such queue.</summary>
    NoQueue,

    /// <summary>The user may not read the queue, or not make it where it is missing.</summary>
    NotAllowed,

    /// <summary>What answers does not speak STOMP 1.2.</summary>
    NotStomp,

    /// <summary>The server sends on without heeding how many messages were asked for ahead: memory would have no bound.</summary>
    PrefetchIgnored,

    /// <summary>The server has refused an operation for another reason.</summary>
    Refused,
}
