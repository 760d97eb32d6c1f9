namespace LambdaSpeed.Stores;

/// <summary>The batches that all contenders write, and what must come of them.</summary>
public sealed class Workload
{
    private const int Keys = 100_000;

    public Workload(int upserts, int batchSize)
    {
        BatchSize = batchSize;
        var random = new SplitMix64(7);
        Batches = new KeyValuePair<string, long>[upserts / batchSize][];
        for (var i = 0; i < Batches.Length; i++)
        {
            var batch = new Dictionary<string, long>();
            while (batch.Count < batchSize) batch[$"key {random.Next() % Keys}"] = i;
            Batches[i] = [.. batch];
            foreach (var (key, value) in batch) Result[key] = value;
        }
    }

    public int BatchSize { get; }

    public KeyValuePair<string, long>[][] Batches { get; }

    public Dictionary<string, long> Result { get; } = [];

    public int Upserts => Batches.Length * BatchSize;

    public void Check(IContender contender, Dictionary<string, long> written)
    {
        if (written.Count != Result.Count || Result.Any(pair => written.GetValueOrDefault(pair.Key, -1) != pair.Value))
        {
            throw new CheckFailedException($"{contender.Store}, {contender.Name}: {written.Count} keys do not hold what was written");
        }
    }
}
