using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using LambdaSpeed.Codecs;
using LambdaSpeed.State;
using LambdaSpeed.Yardsticks;

namespace LambdaSpeed.Benchmarks;

/// <summary>What it costs to raise the count of a key in the table behind a view, an epoch sealed every two million updates.</summary>
[MemoryDiagnoser]
public class VersionedUpdate
{
    private const int Updates = 1 << 21;

    private VersionedTable<long, long> _table = null!;
    private EpochId _epoch; // the open one
    private long[] _keys = [];
    private uint[] _hashes = [];

    [Params(1_000, 100_000, 1_000_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        _keys = new ZipfKeys(Keys).Draw(Updates, seed: 1);
        _hashes = [.. _keys.Select(key => KeyHash.Of(key, Codec.Int64))];
        _epoch = EpochId.None.Next;
        _table = new VersionedTable<long, long>(_epoch);
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void CountAndSeal()
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            ref var entry = ref _table.Touch(_keys[i], _hashes[i]);
            if (Unsafe.IsNullRef(ref entry)) entry = ref _table.Insert(_keys[i], _hashes[i], 0);
            entry.Value++;
        }
        _table.Seal(_epoch.Next, oldestNeeded: _epoch);
        _epoch = _epoch.Next;
    }

    [GlobalCleanup]
    public void Check()
    {
        var counted = _table.Entries.Sum(entry => entry.Value);
        if (counted == 0 || counted % Updates != 0) throw new InvalidOperationException($"{counted} updates are not a multiple of {Updates}.");
    }
}
