namespace LambdaSpeed.Throughput.Running;

/// <summary>What one run of a contender took, per event.</summary>
/// <param name="Nanoseconds">Time that passed.</param>
/// <param name="CpuNanoseconds">Time of all cores, the garbage collector's included.</param>
/// <param name="Bytes">Memory that was allocated.</param>
public readonly record struct Sample(double Nanoseconds, double CpuNanoseconds, double Bytes);
