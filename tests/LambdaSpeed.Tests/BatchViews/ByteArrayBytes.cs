using LambdaSpeed.BatchViews;

namespace LambdaSpeed.Tests.BatchViews;

/// <summary>A file in an array, handed out as a mapped one is; counts who is inside.</summary>
internal sealed class ByteArrayBytes(byte[] bytes) : IFileBytes
{
    public string Name => "array";

    public long Length => bytes.Length;

    public bool IsMapped => true;

    public int Users { get; private set; }

    /// <summary>The largest piece that was asked for.</summary>
    public int Largest { get; private set; }

    public void Enter() => Users++;

    public void Exit() => Users--;

    public ReadOnlySpan<byte> Get(long offset, int length, scoped ref byte[] buffer)
    {
        Largest = Math.Max(Largest, length);
        return bytes.AsSpan(checked((int)offset), length);
    }

    public void Dispose()
    {
    }
}
