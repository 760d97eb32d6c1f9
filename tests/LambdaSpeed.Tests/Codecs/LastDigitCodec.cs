using System.Buffers;

namespace LambdaSpeed.Tests.Codecs;

/// <summary>Hashes numbers by their last digit, and counts how often.</summary>
internal sealed class LastDigitCodec : ICodec<int>
{
    private int _calls; // of Hash, by any thread

    public int Calls => Volatile.Read(ref _calls);

    public string Schema => "last-digit";

    public bool IsKey => true;

    public void Write(IBufferWriter<byte> destination, int value) => Codec.Int32.Write(destination, value);

    public int Read(ref ReadOnlySpan<byte> source) => Codec.Int32.Read(ref source);

    public ulong Hash(int value)
    {
        Interlocked.Increment(ref _calls);
        return Codec.Int32.Hash(value % 10);
    }
}
