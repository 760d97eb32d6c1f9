namespace LambdaSpeed.Throughput.Running;

/// <summary>The input of a workload.</summary>
public interface IInput<out TSelf>
{
    /// <summary>How many events it holds; what speeds are divided by.</summary>
    long Events { get; }

    /// <summary>The first part of it.</summary>
    TSelf Take(double share);
}
