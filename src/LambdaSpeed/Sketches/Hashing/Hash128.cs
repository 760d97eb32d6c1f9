namespace LambdaSpeed.Sketches.Hashing;

/// <summary>The two halves of a 128-bit hash.</summary>
/// <param name="First">The half that comes first in memory.</param>
/// <param name="Second">The half that comes second.</param>
internal readonly record struct Hash128(ulong First, ulong Second);
