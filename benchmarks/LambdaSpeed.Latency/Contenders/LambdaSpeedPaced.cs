using System.Diagnostics;
using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>LambdaSpeed with the pace kept by the spout: the whole chain is fused, so one worker does it all.</summary>
public sealed class LambdaSpeedPaced : ILatencyContender
{
    public string Name => "LambdaSpeed-paced-spout";

    public int Order => 1;

    public bool IsPushed => false;

    public IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return LambdaSpeedTopology.Run(run, new PacedSpout(run.Source), _ => { });
    }

    private sealed class PacedSpout(PacedSource source) : Spout<int>
    {
        public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
        {
            source.Start();
            return base.OpenAsync(context, cancellationToken);
        }

        public override SpoutStatus Next(SpoutEmitter<int> output, int limit)
        {
            var count = source.TakeDue(out var first);
            for (var i = first; i < first + count; i++) output.Emit(i);
            if (source.IsExhausted) return SpoutStatus.Ended;

            var left = source.ScheduledAt(first + count) - Stopwatch.GetTimestamp();
            return left <= 0 ? SpoutStatus.Ready : SpoutStatus.PausedFor(TimeSpan.FromSeconds((double)left / Stopwatch.Frequency));
        }
    }
}
