namespace LambdaSpeed.LogThroughput.Running;

/// <summary>Nanoseconds a record of one round.</summary>
public sealed record Sample(double Append, double Scan, double AppendCpu);
