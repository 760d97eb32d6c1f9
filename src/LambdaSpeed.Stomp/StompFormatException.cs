namespace LambdaSpeed.Stomp;

/// <summary>Bytes that are no frame of STOMP 1.2.</summary>
internal sealed class StompFormatException(string message) : Exception(message);
