namespace LambdaSpeed.Throughput.Running;

/// <summary>One file of contenders. Every class of this program that implements it, with a constructor without
/// parameters, takes part.</summary>
public interface IContenderSource
{
    /// <summary>Adds contenders to the workloads they can run. Called once, on the main thread, before any input exists.</summary>
    void AddTo(WorkloadSet workloads);
}
