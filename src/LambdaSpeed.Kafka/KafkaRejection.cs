namespace LambdaSpeed.Kafka;

/// <summary>A message that is no tuple.</summary>
/// <param name="Record">The message, copied.</param>
/// <param name="Reason">Why.</param>
internal sealed record KafkaRejection(RawRecord Record, CodecException Reason);
