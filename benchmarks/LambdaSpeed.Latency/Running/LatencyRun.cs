namespace LambdaSpeed.Latency.Running;

/// <summary>One run of a contender: where its events come from and where it reports the counted ones.</summary>
/// <remarks>
/// The topology is spout → <see cref="Map"/> → count by key. For event i the spout emits <see cref="ValueOf"/>(i); the counting thread
/// counts the mapped value by itself, makes the new count visible to readers, then calls <see cref="LatencyProbe.Counted"/> with i.
/// </remarks>
public sealed class LatencyRun(PacedSource source, long[] values)
{
    private readonly List<LatencyProbe> _probes = [];

    public PacedSource Source => source;

    public long ValueOf(int index) => values[index & (values.Length - 1)];

    public static long Map(long value) => value * 31 + 7;

    /// <summary>A probe for one counting thread. Called before the first event.</summary>
    public LatencyProbe NewProbe()
    {
        var probe = new LatencyProbe(source);
        lock (_probes) _probes.Add(probe);
        return probe;
    }

    /// <summary>All times: from the scheduled sending, and from the moment at which the event was handed out.</summary>
    internal (LatencyHistogram Whole, LatencyHistogram Own) Collect(string who)
    {
        var (whole, own) = (new LatencyHistogram(), new LatencyHistogram());
        foreach (var probe in _probes)
        {
            whole.Add(probe.Whole);
            own.Add(probe.Own);
        }

        if (whole.Count == source.Total) return (whole, own);

        throw new CheckFailedException($"{who}: {whole.Count} events were counted, {source.Total} sent.");
    }

    internal Dictionary<long, long> Expect()
    {
        var counts = new Dictionary<long, long>();
        for (var i = 0; i < source.Total; i++)
        {
            var key = Map(ValueOf(i));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return counts;
    }
}
