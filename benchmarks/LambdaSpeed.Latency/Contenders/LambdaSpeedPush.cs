using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>LambdaSpeed fed by a push spout from the paced thread.</summary>
public sealed class LambdaSpeedPush : ILatencyContender
{
    public string Name => "LambdaSpeed-push";

    public int Order => 2;

    public bool IsPushed => true;

    public IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var input = new PushSpout<int>(capacity: 4096);
        return LambdaSpeedTopology.Run(run, input, source =>
        {
            source.Start();
            while (source.WaitDue(out var first, out var count))
            {
                for (var i = first; i < first + count; i++)
                {
                    if (!input.TrySend(i)) input.SendAsync(i).AsTask().GetAwaiter().GetResult();
                }
            }
            input.Complete();
        });
    }
}
