namespace LambdaSpeed.Tests.Oracles;

/// <summary>A stream of a random topology and the tuples it must carry, in no order.</summary>
internal sealed record KnownStream(Stream<long> Stream, IReadOnlyList<long> Tuples, int Parallelism);
