using BenchmarkDotNet.Attributes;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Benchmarks;

/// <summary>The checksum of everything that goes to a disk, over a record, a frame and a window.</summary>
public class Checksum
{
    private byte[] _bytes = [];

    [Params(100, 4096, 1 << 20)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _bytes = new byte[Bytes];
        new Random(1).NextBytes(_bytes);
    }

    [Benchmark]
    public uint Crc() => Crc32C.Of(_bytes);
}
