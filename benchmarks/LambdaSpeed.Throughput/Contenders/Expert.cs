using LambdaSpeed.Throughput.Running;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>The yardstick: the pipeline an expert writes by hand for just this workload. See <see cref="ExpertPipeline{TStep}"/>.</summary>
public sealed class Expert : IContenderSource
{
    public void AddTo(WorkloadSet workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);

        AddTo<CountStep>(workloads.KeyedCount, producers: 1, consumers: 2);
        AddTo<MapsStep>(workloads.MapChain, producers: 1, consumers: 1);
    }

    private static void AddTo<TStep>(TypedWorkload<Workloads.LongInput, long> workload, int producers, int consumers)
        where TStep : struct, IStep
    {
        workload.Add("expert", input => new ExpertPipeline<TStep>(input, producers, consumers, 256).Run());
        workload.Add("expert-64", input => new ExpertPipeline<TStep>(input, producers, consumers, 64).Run());
        workload.Add("expert-1024", input => new ExpertPipeline<TStep>(input, producers, consumers, 1024).Run());
        foreach (var (p, c) in new[] { (1, 1), (1, 2), (2, 1), (2, 2), (1, 4), (2, 4) })
        {
            workload.Add($"tune-{p}x{c}", input => new ExpertPipeline<TStep>(input, p, c, 256).Run(), runsByDefault: false);
        }
    }
}
