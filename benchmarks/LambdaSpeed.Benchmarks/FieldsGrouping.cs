using BenchmarkDotNet.Attributes;
using LambdaSpeed.Codecs;
using LambdaSpeed.Yardsticks;

namespace LambdaSpeed.Benchmarks;

/// <summary>What it costs to find the task of a key: stable hash, key group, task.</summary>
[MemoryDiagnoser]
public class FieldsGrouping
{
    private const int Keys = 1 << 16;

    private readonly long[] _numbers = new ZipfKeys(100_000).Draw(Keys, seed: 1);
    private string[] _words = [];

    [GlobalSetup]
    public void Name() => _words = [.. _numbers.Select(number => ((ulong)number % 100_000).ToString("x", null))];

    [Benchmark(OperationsPerInvoke = Keys)]
    public long OfLong() => TasksOf(_numbers, Codec.Int64);

    [Benchmark(OperationsPerInvoke = Keys)]
    public long OfString() => TasksOf(_words, Codec.String);

    private static long TasksOf<TKey>(TKey[] keys, ICodec<TKey> codec)
    {
        var sum = 0L;
        foreach (var key in keys) sum += KeyGroups.TaskOf(KeyGroups.GroupOf(KeyHash.Of(key, codec), 128), 128, 4);
        if (sum is < Keys or > 2 * Keys) throw new InvalidOperationException($"The tasks are uneven: their sum is {sum} over {Keys} keys.");
        return sum;
    }
}
