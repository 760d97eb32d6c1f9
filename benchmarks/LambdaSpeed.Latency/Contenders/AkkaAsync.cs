namespace LambdaSpeed.Latency.Contenders;

/// <summary>Source and map in one actor, the count in another.</summary>
public sealed class AkkaAsync() : AkkaStreams("akka-async", order: 60, isAsync: true);
