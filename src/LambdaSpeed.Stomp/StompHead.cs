namespace LambdaSpeed.Stomp;

/// <summary>Command and headers of a frame.</summary>
/// <param name="Command">The command.</param>
/// <param name="Headers">The headers; where there is a problem only those that can be read and are needed.</param>
/// <param name="Problem">Why the frame cannot be taken in; null when it can.</param>
internal readonly record struct StompHead(string Command, StompHeaders Headers, string? Problem);
