namespace LambdaSpeed.RabbitMQ;

/// <summary>Makes a tuple of a message. Called on threads of the client, for each stream one message at a time, so it is not to wait.
/// A message it throws on is no tuple; what becomes of it the spout's <see cref="ComponentOptions.OnFailure"/> says.</summary>
/// <remarks>Replay: a message may be decoded again, after a reconnection or a restart.</remarks>
/// <typeparam name="T">The tuples.</typeparam>
/// <param name="message">The message.</param>
public delegate T StreamDecoder<out T>(in StreamMessage message);
