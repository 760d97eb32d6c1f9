using System.Globalization;

namespace LambdaSpeed.Batch;

/// <summary>What a publication does to who reads meanwhile, and what dropping a large slice costs.</summary>
internal static class HandOvers
{
    private const int ReadsPerSecond = 100_000;
    private const int Publications = 20;

    public static string Run(int keys, int seconds)
    {
        var random = new SplitMix64(1);
        var all = new long[keys];
        for (var i = 0; i < keys; i++) all[i] = (long)random.Next();
        var drops = Enumerable.Range(0, 9).Select(_ => DropTime(all)).ToList();
        var quiet = Latencies(all, seconds, publications: 0);
        var busy = Latencies(all, seconds, Publications);
        var table = new TextTable("reads, 100,000 scheduled a second", "p50", "p99", "p99.9", "greatest");
        table.Add("without publications", At(quiet, 0.5), At(quiet, 0.99), At(quiet, 0.999), At(quiet, 1));
        table.Add($"{Publications} publications meanwhile", At(busy, 0.5), At(busy, 0.99), At(busy, 0.999), At(busy, 1));
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## Hand-over: {keys:N0} keys in the batch view and in the slice that is dropped

            {table}
            Latencies in µs from the time at which a read was due. A publication that drops a slice of {keys:N0} keys takes {drops.Median():F1} µs on the caller ({drops.Min():F1} to {drops.Max():F1}).
            """);
    }

    /// <summary>Microseconds of the exchange, after which the slice is gone.</summary>
    private static double DropTime(long[] keys)
    {
        var sliced = new SlicedView();
        var cut = sliced.AddSlice(keys);
        var batch = BatchView.InMemory("batch", sliced.Schema, cut, []);
        var start = TimeProvider.System.GetTimestamp();
        sliced.Merged.PublishAsync(batch).GetAwaiter().GetResult();
        var time = TimeProvider.System.GetElapsedTime(start);
        if (sliced.Merged.TryGet(keys[0], out _)) throw new CheckFailedException("the slice is still there.");
        return time.TotalMicroseconds;
    }

    private static double[] Latencies(long[] keys, int seconds, int publications)
    {
        var sliced = new SlicedView(keptSlices: 2);
        var start = sliced.AddSlice([]);
        var middle = sliced.AddSlice(keys);
        sliced.AddOpen([]);
        IBatchView<long, long>[] batches =
        [
            BatchView.InMemory("nothing", sliced.Schema, start, []),
            BatchView.InMemory("all", sliced.Schema, middle, keys.Select(key => KeyValuePair.Create(key, 1L))),
        ];
        sliced.Merged.PublishAsync(batches[0]).GetAwaiter().GetResult();
        GC.Collect();
        var published = 0;
        using var end = new CancellationTokenSource();
        var publishing = new Thread(() =>
        {
            while (published < publications)
            {
                if (end.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds((double)seconds / (publications + 1)))) return;
                sliced.Merged.RollBackAsync(batches[++published % 2]).GetAwaiter().GetResult(); // forth, and back again
            }
        });
        publishing.Start();
        var latencies = Read(sliced.Merged, keys, seconds);
        end.Cancel();
        publishing.Join();
        if (published < publications) throw new CheckFailedException($"only {published} batch views were published.");
        return latencies;
    }

    private static double[] Read(MergedView<long, long, long> view, long[] keys, int seconds)
    {
        var random = new SplitMix64(2);
        var latencies = new double[seconds * ReadsPerSecond];
        var perRead = TimeProvider.System.TimestampFrequency / (double)ReadsPerSecond;
        var microseconds = 1e6 / TimeProvider.System.TimestampFrequency;
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < latencies.Length; i++)
        {
            var due = start + (long)(i * perRead);
            while (TimeProvider.System.GetTimestamp() < due)
            {
            }
            if (view.Get(keys[random.Next() % (ulong)keys.Length]) != 1) throw new CheckFailedException("a read saw neither or both.");
            latencies[i] = (TimeProvider.System.GetTimestamp() - due) * microseconds;
        }
        Array.Sort(latencies);
        return latencies;
    }

    private static string At(double[] sorted, double quantile) =>
        sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * quantile))].ToString("F2", CultureInfo.InvariantCulture);
}
