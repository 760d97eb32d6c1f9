using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>The paced thread puts into a ring under a lock; another one maps and counts. It spins for 20 µs, then parks.</summary>
public sealed class TwoThreadsParking : ILatencyContender
{
    public string Name => "two-threads-parking";

    public int Order => 20;

    public bool IsPushed => true;

    public IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var counter = new Counter(run);
        var ring = new ParkingRing(4096);
        run.Source.Start();
        TwoThreads.Run(
            () =>
            {
                while (run.Source.WaitDue(out var first, out var count))
                {
                    for (var i = first; i < first + count; i++) ring.Put(i, isLastDue: i == first + count - 1);
                }

                ring.Complete();
            },
            () =>
            {
                var taken = new int[256];
                for (var count = ring.Take(taken); count > 0; count = ring.Take(taken))
                {
                    for (var i = 0; i < count; i++) counter.Count(Mapped.Of(run, taken[i]));
                }
            });
        return counter.Counts.All();
    }
}
