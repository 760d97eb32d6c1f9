using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Running;

/// <summary>The workloads, with all contenders of this program.</summary>
public sealed class WorkloadSet
{
    private WorkloadSet()
    {
    }

    /// <summary>W1: how often each key came.</summary>
    public KeyedCount KeyedCount { get; } = new();

    /// <summary>W2: how often each word came.</summary>
    public WordCount WordCount { get; } = new();

    /// <summary>W4: five maps, then a sum by key.</summary>
    public MapChain MapChain { get; } = new();

    public IEnumerable<Workload> All => [KeyedCount, WordCount, MapChain];

    /// <summary>The workloads with the contenders of every <see cref="IContenderSource"/> in this program.</summary>
    public static WorkloadSet Discover()
    {
        var workloads = new WorkloadSet();
        var sources = typeof(WorkloadSet).Assembly.GetTypes()
            .Where(t => t.IsClass && !t.IsAbstract && t.IsAssignableTo(typeof(IContenderSource)))
            .OrderBy(t => t.Name, StringComparer.Ordinal);
        foreach (var source in sources) ((IContenderSource)Activator.CreateInstance(source)!).AddTo(workloads);
        return workloads;
    }
}
