namespace LambdaSpeed.Stomp;

/// <summary>A frame that a server has sent.</summary>
/// <param name="Command">What it is: MESSAGE, RECEIPT, ERROR, CONNECTED.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body, its own; empty when it was left out.</param>
/// <param name="IsBodyLeftOut">Whether the body is larger than is read: it was passed over.</param>
internal readonly record struct StompFrame(string Command, StompHeaders Headers, ReadOnlyMemory<byte> Body, bool IsBodyLeftOut);
