namespace LambdaSpeed.Kafka;

/// <summary>A message that was decoded and waits for the task.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Bytes">The length of key and value.</param>
/// <param name="Tuple">What it was decoded to.</param>
/// <param name="Rejection">Why it is no tuple; null when it is.</param>
internal readonly record struct KafkaEntry<T>(int Partition, long Offset, int Bytes, T Tuple, KafkaRejection? Rejection);
