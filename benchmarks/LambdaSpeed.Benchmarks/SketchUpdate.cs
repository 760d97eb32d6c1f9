using BenchmarkDotNet.Attributes;
using LambdaSpeed.Sketches;
using LambdaSpeed.Sketches.Hashing;
using LambdaSpeed.Yardsticks;

namespace LambdaSpeed.Benchmarks;

/// <summary>What it costs to add an item to a sketch that has its full size, beside the hashing of the item alone.</summary>
[MemoryDiagnoser]
public class SketchUpdate
{
    private const int Updates = 1 << 20;
    private const int Rows = 5;

    private readonly HllSketch _hll4 = new(12, HllWidth.Bits4);
    private readonly HllSketch _hll6 = new(12, HllWidth.Bits6);
    private readonly HllSketch _hll8 = new(12, HllWidth.Bits8);
    private readonly PostgresHll _postgres = new();
    private readonly ThetaSketch _theta = new();
    private readonly CountMinSketch _countMin = new(Rows, 2719);
    private readonly KllSketch<double> _kll = new();
    private readonly TDigest _digest = new();
    private readonly FrequentItemsSketch<long> _frequent = new();
    private readonly BloomFilter _bloom = BloomFilter.ForItems(100_000);
    private readonly ReservoirSample<long> _reservoir = new(1_000);
    private long[] _items = [];  // distinct enough that registers and bits are hit everywhere
    private long[] _skewed = []; // as words or keys are
    private double[] _values = [];

    [GlobalSetup]
    public void Draw()
    {
        var random = new SplitMix64(1);
        _items = new long[Updates];
        for (var i = 0; i < Updates; i++) _items[i] = (long)random.Next();
        _values = [.. _items.Select(item => (double)item)];
        _skewed = new ZipfKeys(100_000).Draw(Updates, seed: 1);
        for (var i = 0; i < 2; i++) AddAll();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Updates)]
    public ulong Murmur3Hash()
    {
        var sum = 0UL;
        foreach (var item in _items)
        {
            var hash = Murmur3.Of(item, SketchHash.DefaultSeed);
            sum += hash.First ^ hash.Second;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public ulong XxHash64TwiceHash()
    {
        var sum = 0UL;
        foreach (var item in _items)
        {
            var first = XxHash64.Of(item, 0);
            sum += first ^ XxHash64.Of(item, first);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public ulong Murmur3FiveSeedsHash()
    {
        var sum = 0UL;
        foreach (var item in _items)
        {
            for (var seed = 0UL; seed < Rows; seed++) sum += Murmur3.FirstOf(item, seed);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void Hll8()
    {
        foreach (var item in _items) _hll8.Add(item);
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void Hll6()
    {
        foreach (var item in _items) _hll6.Add(item);
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void Hll4()
    {
        foreach (var item in _items) _hll4.Add(item);
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void Postgres()
    {
        foreach (var item in _items) _postgres.Add(item);
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void Theta()
    {
        foreach (var item in _items) _theta.Add(item);
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void CountMin()
    {
        foreach (var item in _items) _countMin.Add(item);
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void Bloom()
    {
        foreach (var item in _items) _bloom.Add(item);
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void Kll()
    {
        foreach (var value in _values) _kll.Add(value);
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void Digest()
    {
        foreach (var value in _values) _digest.Add(value);
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void FrequentItems()
    {
        foreach (var item in _skewed) _frequent.Add(item);
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void Reservoir()
    {
        foreach (var item in _items) _reservoir.Add(item);
    }

    [GlobalCleanup]
    public void Check()
    {
        if (_hll8.Estimate is 0 or > 1.2 * Updates or < 0.8 * Updates) throw new InvalidOperationException($"{_hll8.Estimate} items were counted.");
        if (_items.Any(item => !_bloom.MayContain(item))) throw new InvalidOperationException("An item is missing.");
    }

    private void AddAll()
    {
        Hll4();
        Hll6();
        Hll8();
        Postgres();
        Theta();
        CountMin();
        Bloom();
        Kll();
        Digest();
        FrequentItems();
        Reservoir();
    }
}
