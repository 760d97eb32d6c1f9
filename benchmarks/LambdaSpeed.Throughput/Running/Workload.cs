namespace LambdaSpeed.Throughput.Running;

/// <summary>A task for the contenders, seen without its types.</summary>
public abstract class Workload(string name, string title)
{
    public string Name => name;

    public string Title => title;

    /// <summary>Makes the input and returns the contenders that were asked for, ready to run.</summary>
    public abstract IReadOnlyList<Entrant> Prepare(RunOptions options);
}
