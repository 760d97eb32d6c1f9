using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>The thread that gets an event maps and counts it, then takes the next one.</summary>
public sealed class OneThread : ILatencyContender
{
    public string Name => "one-thread";

    public int Order => 10;

    public bool IsPushed => false;

    public IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var counts = new VisibleCounts();
        var probe = run.NewProbe();
        run.Source.Start();
        while (run.Source.WaitDue(out var first, out var count))
        {
            for (var i = first; i < first + count; i++)
            {
                counts.Increment(LatencyRun.Map(run.ValueOf(i)));
                probe.Counted(i);
            }
        }

        return counts.All();
    }
}
