using System.Threading.Tasks.Dataflow;
using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>TPL Dataflow: the paced thread posts into a block that maps, linked to a block that counts.</summary>
public sealed class Dataflow : ILatencyContender
{
    public string Name => "tpl";

    public int Order => 50;

    public bool IsPushed => true;

    public IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var counter = new Counter(run);
        var options = new ExecutionDataflowBlockOptions { BoundedCapacity = 1024, SingleProducerConstrained = true };
        var map = new TransformBlock<int, Mapped>(i => Mapped.Of(run, i), options);
        var count = new ActionBlock<Mapped>(counter.Count, options);
        map.LinkTo(count, new DataflowLinkOptions { PropagateCompletion = true });
        run.Source.Start();
        while (run.Source.WaitDue(out var first, out var due))
        {
            for (var i = first; i < first + due; i++)
            {
                if (map.Post(i) || map.SendAsync(i).GetAwaiter().GetResult()) continue;

                throw new InvalidOperationException("The map has failed.", count.Completion.Exception);
            }
        }

        map.Complete();
        count.Completion.GetAwaiter().GetResult();
        return counter.Counts.All();
    }
}
