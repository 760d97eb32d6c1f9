namespace LambdaSpeed.Latency.Running;

/// <summary>What one run gave; times in microseconds.</summary>
/// <param name="P50">Half of the events were faster.</param>
/// <param name="P99">One event of a hundred was slower.</param>
/// <param name="P999">One event of a thousand was slower.</param>
/// <param name="Max">The slowest event.</param>
/// <param name="OwnP50">As <paramref name="P50"/>, but from the moment at which the event was handed out.</param>
/// <param name="OwnP99">As <paramref name="P99"/>, but from the moment at which the event was handed out.</param>
/// <param name="CpuPercent">Processor time of the whole process, waiting of the paced thread included, as a share of one core.</param>
public readonly record struct LatencySample(double P50, double P99, double P999, double Max, double OwnP50, double OwnP99, double CpuPercent);
