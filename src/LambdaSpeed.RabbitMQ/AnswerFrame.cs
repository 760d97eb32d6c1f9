namespace LambdaSpeed.RabbitMQ;

/// <summary>What the server is told of some deliveries at once.</summary>
/// <param name="Tag">The last of them.</param>
/// <param name="IsMultiple">Whether all before it are meant too.</param>
/// <param name="IsRejection">Whether they are given up, or done with.</param>
internal readonly record struct AnswerFrame(ulong Tag, bool IsMultiple, bool IsRejection);
