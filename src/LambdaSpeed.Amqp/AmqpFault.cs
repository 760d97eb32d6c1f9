namespace LambdaSpeed.Amqp;

/// <summary>What can be wrong between a source and its AMQP 1.0 server.</summary>
public enum AmqpFault
{
    /// <summary>The server cannot be reached, the connection was lost, or <see cref="AmqpQueueOptions.Configure"/> has thrown.</summary>
    Unreachable,

    /// <summary>The server does not accept the name and password of the URI, or cannot check them before somebody mends it.</summary>
    WrongCredentials,

    /// <summary>There is no such queue.</summary>
    NoQueue,

    /// <summary>The user may not read the queue, or another consumer has it for itself.</summary>
    NotAllowed,

    /// <summary>The server has refused an operation for another reason, as that it cannot check the user now.</summary>
    Refused,
}
