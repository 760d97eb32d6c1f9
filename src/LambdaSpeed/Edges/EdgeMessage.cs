using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>What crosses an edge: a chunk of tuples, or a signal behind all tuples so far, or both in this order.</summary>
internal readonly record struct EdgeMessage<T>(Chunk<T>? Chunk, Signal Signal);
