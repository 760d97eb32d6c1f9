namespace LambdaSpeed.Latency.Contenders;

/// <summary>All stages in one actor.</summary>
public sealed class AkkaFused() : AkkaStreams("akka-fused", order: 70, isAsync: false);
