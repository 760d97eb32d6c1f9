using System.Buffers;
using BenchmarkDotNet.Attributes;

namespace LambdaSpeed.Benchmarks;

/// <summary>What it costs to write an epoch's changes into a block, and to walk them: entries of eight bytes each for key and value, and
/// of short texts. <see cref="CodecsAlone"/> is the yardstick: the same codecs into a buffer, without kinds and lengths.</summary>
[MemoryDiagnoser]
public class ChangeWriting
{
    private const int Entries = 80_000;

    private readonly ChangeWriter _writer = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 22);
    private string[] _texts = [];

    [GlobalSetup]
    public void Prepare() => _texts = [.. Enumerable.Range(0, Entries).Select(i => $"/pages/{i * 7919 % 1000}.html")];

    [Benchmark(Baseline = true, OperationsPerInvoke = Entries)]
    public int CodecsAlone()
    {
        _buffer.ResetWrittenCount();
        for (long i = 0; i < Entries; i++)
        {
            Codec.Int64.Write(_buffer, i);
            Codec.Int64.Write(_buffer, i);
        }
        return Check(_buffer.WrittenCount, 16);
    }

    [Benchmark(OperationsPerInvoke = Entries)]
    public int Put()
    {
        _writer.Clear();
        for (long i = 0; i < Entries; i++) _writer.Put(Codec.Int64, i, Codec.Int64, i);
        return Check(_writer.Length, 19);
    }

    [Benchmark(OperationsPerInvoke = Entries)]
    public int PutTexts()
    {
        _writer.Clear();
        for (var i = 0; i < Entries; i++) _writer.Put(Codec.String, _texts[i], Codec.Int64, i);
        return _writer.Length;
    }

    [Benchmark(OperationsPerInvoke = Entries)]
    public long PutAndRead()
    {
        Put();
        var sum = 0L;
        for (var reader = new ChangeReader(_writer.Written.Span); reader.Read();) sum += BitConverter.ToInt64(reader.Key);
        return sum == Entries * (Entries - 1L) / 2 ? sum : throw new InvalidOperationException($"The keys add up to {sum}.");
    }

    [GlobalCleanup]
    public void Return() => _writer.Dispose();

    private static int Check(int bytes, int bytesPerEntry) =>
        bytes == Entries * bytesPerEntry ? bytes : throw new InvalidOperationException($"{bytes} bytes were written.");
}
