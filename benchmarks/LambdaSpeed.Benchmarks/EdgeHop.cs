using BenchmarkDotNet.Attributes;
using LambdaSpeed.Edges;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Benchmarks;

/// <summary>What an edge costs a tuple: gathered into a chunk, written to the channel, read and handed to the next stage's buffer.</summary>
[MemoryDiagnoser]
public class EdgeHop
{
    private const int Numbers = 1 << 20;
    private const long Sum = (long)Numbers * (Numbers - 1) / 2;

    private EdgeWriter<long> _writer = null!;
    private TypedEdgeReader<long> _reader = null!;
    private readonly TupleBuffer<long> _target = new(1);

    [Params(1, 16, 64, 256, 1024)]
    public int ChunkSize { get; set; }

    [GlobalSetup]
    public void Link()
    {
        var sleeper = new Sleeper();
        var channel = new EdgeChannel<long>("hop", 8, sleeper, sleeper);
        var pool = new ChunkPool<long>(ChunkSize, carriesStamps: false, kept: 16);
        _writer = new EdgeWriter<long>(channel, pool, new OutputGate());
        _reader = new TypedEdgeReader<long>(channel, pool, _target);
    }

    [Benchmark(OperationsPerInvoke = Numbers)]
    public void WriteAndRead()
    {
        var sum = 0L;
        for (var i = 0; i < Numbers; i++)
        {
            _writer.Add(i);
            if ((i + 1) % ChunkSize != 0 || !_reader.TryRead(out _, out _)) continue;
            foreach (var number in _target.Unread) sum += number;
            _target.Clear();
        }
        if (sum != Sum) throw new InvalidOperationException($"The sum is {sum}, not {Sum}.");
    }

    private sealed class Sleeper : IWakeable
    {
        public void Wake()
        {
        }
    }
}
