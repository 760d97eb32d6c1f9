using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using LambdaSpeed.Yardsticks;

namespace LambdaSpeed.Benchmarks;

/// <summary>What it costs to raise the count of a key, keys of Zipf's frequency, on one thread.</summary>
public class KeyedUpdate
{
    private const int Updates = 1 << 21;

    private readonly Dictionary<long, long> _dictionary = [];
    private LongTable _table = new();
    private long[] _keys = [];

    [Params(1_000, 100_000, 1_000_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Draw() => _keys = new ZipfKeys(Keys).Draw(Updates, seed: 1);

    [IterationSetup]
    public void Clear()
    {
        _dictionary.Clear(); // keeps its room
        _table = new LongTable(Keys * 2);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Updates)]
    public void Dictionary()
    {
        foreach (var key in _keys) CollectionsMarshal.GetValueRefOrAddDefault(_dictionary, key, out _)++;
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void OpenAddressing()
    {
        foreach (var key in _keys) _table.Add(key, 1);
    }

    [IterationCleanup]
    public void Check()
    {
        var counted = _dictionary.Values.Sum() + _table.Entries().Sum(e => e.Value);
        if (counted > 0 && counted % Updates == 0) return;

        throw new InvalidOperationException($"{counted} updates were counted, not a multiple of {Updates}.");
    }
}
