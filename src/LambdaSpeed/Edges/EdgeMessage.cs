using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>What crosses an edge: a chunk of tuples, the watermark behind it, and a signal behind both; each of them may be
/// missing.</summary>
/// <param name="Chunk">The tuples; null when there are none.</param>
/// <param name="Signal">The signal; its kind is None when there is none.</param>
/// <param name="Watermark">The sender's watermark once these tuples are processed; <see cref="Watermark.None"/> when it has not
/// moved.</param>
internal readonly record struct EdgeMessage<T>(Chunk<T>? Chunk, Signal Signal, long Watermark = Watermark.None);
