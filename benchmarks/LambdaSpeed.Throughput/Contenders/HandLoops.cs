using LambdaSpeed.Throughput.Running;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Loops without any engine: what the machine can do at all. Each thread takes half of the input, then the
/// tables are merged.</summary>
public sealed class HandLoops : IContenderSource
{
    public void AddTo(WorkloadSet workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);

        AddTo<CountStep>(workloads.KeyedCount);
        AddTo<MapsStep>(workloads.MapChain);
    }

    private static void AddTo<TStep>(TypedWorkload<Workloads.LongInput, long> workload)
        where TStep : struct, IStep
    {
        workload.Add("limit2", input =>
        {
            var tables = new[] { new LongTable(), new LongTable() };
            TwoThreads.Run(() => SumInTable<TStep>(input.PartOf(0, 2), tables[0]), () => SumInTable<TStep>(input.PartOf(1, 2), tables[1]));
            tables[0].Merge(tables[1]);
            return tables[0].Entries();
        });
        workload.Add("limit2-dictionary", input =>
        {
            var tables = new Dictionary<long, long>[] { [], [] };
            TwoThreads.Run(() => Sum<TStep>(input.PartOf(0, 2), tables[0]), () => Sum<TStep>(input.PartOf(1, 2), tables[1]));
            tables[0].Merge(tables[1]);
            return tables[0];
        });
        workload.Add("limit1", input =>
        {
            var table = new LongTable();
            SumInTable<TStep>(input.Span, table);
            return table.Entries();
        });
        workload.Add("limit1-dictionary", input =>
        {
            var table = new Dictionary<long, long>();
            Sum<TStep>(input.Span, table);
            return table;
        });
    }

    private static void SumInTable<TStep>(ReadOnlySpan<long> values, LongTable table)
        where TStep : struct, IStep
    {
        foreach (var value in values)
        {
            var mapped = TStep.Map(value);
            table.Add(TStep.KeyOf(mapped), TStep.AmountOf(mapped));
        }
    }

    private static void Sum<TStep>(ReadOnlySpan<long> values, Dictionary<long, long> table)
        where TStep : struct, IStep
    {
        foreach (var value in values)
        {
            var mapped = TStep.Map(value);
            table.Raise(TStep.KeyOf(mapped), TStep.AmountOf(mapped));
        }
    }
}
