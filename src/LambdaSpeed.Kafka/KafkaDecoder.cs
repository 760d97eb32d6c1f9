namespace LambdaSpeed.Kafka;

/// <summary>Makes a tuple of a message. Called on a thread of the source's own, for each task one message at a time. A message it throws on
/// is no tuple; what becomes of it the spout's <see cref="ComponentOptions.OnFailure"/> says.</summary>
/// <remarks>Replay: a message may be decoded again, after a restart.</remarks>
/// <typeparam name="T">The tuples.</typeparam>
/// <param name="message">The message.</param>
public delegate T KafkaDecoder<out T>(in KafkaMessage message);
