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
            var batch = new int[256];
            source.Start();
            while (source.WaitDue(out var first, out var count))
            {
                for (var end = first + count; first < end;)
                {
                    var length = Math.Min(batch.Length, end - first);
                    for (var i = 0; i < length; i++) batch[i] = first + i;
                    var sent = input.TrySend(batch.AsSpan(0, length));
                    if (sent == 0) input.SendAsync(batch[sent++]).AsTask().GetAwaiter().GetResult();
                    first += sent;
                }
            }
            input.Complete();
        });
    }
}
