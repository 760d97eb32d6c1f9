namespace LambdaSpeed;

/// <summary>A channel between two tasks of a running graph.</summary>
/// <param name="Name">Sender and receiver with their task indexes.</param>
/// <param name="Depth">Chunks that wait in it.</param>
/// <param name="Capacity">Chunks it can hold.</param>
/// <param name="Sent">Tuples sent through it so far.</param>
public sealed record EdgeDescription(string Name, int Depth, int Capacity, long Sent);
