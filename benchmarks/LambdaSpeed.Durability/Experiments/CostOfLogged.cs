using LambdaSpeed.Durability.Measuring;

namespace LambdaSpeed.Durability.Experiments;

/// <summary>The source is a replay log of two partitions, read from the page cache.</summary>
internal sealed class CostOfLogged : Cost
{
    private ReplayLog? _log;

    public override string Name => "cost-log";

    public override string Title => "Cost of exactly-once: count by key, from a replay log";

    protected override long Prepare(Settings settings, string directory)
    {
        var total = settings.LoggedEvents / Keys.Length * Keys.Length; // whole laps, so that the generator's counts hold
        _log = ReplayLog.OpenAsync(Path.Combine(directory, "log"), new() { Partitions = Tasks, Durability = LogDurability.None })
            .AsTask().GetAwaiter().GetResult();
        var chunk = _log.NewChunk();
        for (var lap = 0; lap < total / Keys.Length; lap++)
        {
            for (var task = 0; task < Tasks; task++)
            {
                var share = Keys.AsSpan(Keys.Length / Tasks * task, Keys.Length / Tasks);
                foreach (var key in share)
                {
                    chunk.Add(BitConverter.GetBytes(key));
                    if (chunk.Count < 2500) continue;
                    _log.Append(task, chunk);
                    chunk.Clear();
                }
                if (chunk.Count > 0) _log.Append(task, chunk);
                chunk.Clear();
            }
        }
        _log.Sync();
        return total;
    }

    protected override Func<ISpout<long>> Spout(long total) =>
        _log!.AsSpout(Codec.Int64, new LogSpoutOptions { UntilEnd = true });

    protected override void Finish() => _log!.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
