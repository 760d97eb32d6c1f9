namespace LambdaSpeed.RabbitMQ;

/// <summary>A message that was decoded and waits for the task.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="Tag">The delivery's number on its channel.</param>
/// <param name="Bytes">The length of its body.</param>
/// <param name="Tuple">What it was decoded to.</param>
/// <param name="Rejection">Why it is no tuple; null when it is.</param>
internal readonly record struct StreamEntry<T>(long Offset, ulong Tag, int Bytes, T Tuple, StreamRejection? Rejection);
