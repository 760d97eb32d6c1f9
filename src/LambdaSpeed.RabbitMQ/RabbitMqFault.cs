namespace LambdaSpeed.RabbitMQ;

/// <summary>What can be wrong between a source and its RabbitMQ server.</summary>
public enum RabbitMqFault
{
    /// <summary>The server cannot be reached, or the connection was lost.</summary>
    Unreachable,

    /// <summary>The server does not accept the name and password of the URI.</summary>
    WrongCredentials,

    /// <summary>There is no such virtual host, or the user may not enter it.</summary>
    NoVirtualHost,

    /// <summary>There is no such queue or stream.</summary>
    NoQueue,

    /// <summary>The user may not read the queue, or another consumer has it for itself.</summary>
    NotAllowed,

    /// <summary>The queue is no stream: it forgets what it has delivered.</summary>
    NotAStream,

    /// <summary>The queue is a stream: it does not mind acknowledgements.</summary>
    IsAStream,

    /// <summary>Fewer streams are named than the checkpoint has positions of.</summary>
    FewerStreams,

    /// <summary>Retention has passed the position that reading is to go on at.</summary>
    PositionExpired,

    /// <summary>The stream ends before the position that reading is to go on at: it is not the stream it was.</summary>
    PositionBeyondEnd,

    /// <summary>The server has refused an operation for another reason.</summary>
    Refused,
}
