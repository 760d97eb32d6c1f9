namespace LambdaSpeed.Intake;

/// <summary>A record that the door let in: where its key and value lie in the door's buffer.</summary>
/// <param name="KeyStart">Where the key begins.</param>
/// <param name="ValueStart">Where the key ends and the value begins.</param>
/// <param name="End">Where the value ends.</param>
/// <param name="Timestamp">When it happened; null for now.</param>
internal readonly record struct AcceptedRecord(int KeyStart, int ValueStart, int End, DateTimeOffset? Timestamp);
