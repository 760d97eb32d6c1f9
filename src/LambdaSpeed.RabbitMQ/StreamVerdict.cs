namespace LambdaSpeed.RabbitMQ;

/// <summary>What a message's offset says about it.</summary>
internal enum StreamVerdict
{
    /// <summary>It is the next one.</summary>
    Take,

    /// <summary>It was read before.</summary>
    PassOver,

    /// <summary>Messages before it may be missing: attach again, at the last one that was read.</summary>
    Doubt,

    /// <summary>Messages before it are gone.</summary>
    Lost,
}
