namespace LambdaSpeed.Stomp;

/// <summary>A frame that a server has sent.</summary>
/// <param name="Command">What it is: MESSAGE, RECEIPT, ERROR, CONNECTED.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body, its own; empty when it was left out.</param>
/// <param name="Problem">Why it cannot be taken in, so that its body was passed over, and such headers as nobody needs; null when it
/// can.</param>
internal readonly record struct StompFrame(string Command, StompHeaders Headers, ReadOnlyMemory<byte> Body, string? Problem);
