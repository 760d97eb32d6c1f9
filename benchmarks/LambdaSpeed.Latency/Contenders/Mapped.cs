using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>An event behind the map, on its way to the counter.</summary>
/// <param name="Index">The number of the event, for its scheduled time.</param>
/// <param name="Key">The key to count.</param>
public readonly record struct Mapped(int Index, long Key)
{
    public static Mapped Of(LatencyRun run, int index)
    {
        ArgumentNullException.ThrowIfNull(run);

        return new Mapped(index, LatencyRun.Map(run.ValueOf(index)));
    }
}
