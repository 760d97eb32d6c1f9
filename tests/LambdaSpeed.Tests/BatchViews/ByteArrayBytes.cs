using LambdaSpeed.BatchViews;

namespace LambdaSpeed.Tests.BatchViews;

/// <summary>A file in an array, handed out as a mapped one is, or as one that is read; counts who is inside.</summary>
internal sealed class ByteArrayBytes(byte[] bytes, bool isMapped = true) : IFileBytes
{
    private int _users;        // who is inside
    private bool _isDisposed;

    public string Name => "array";

    public long Length => bytes.Length;

    public bool IsMapped => isMapped;

    public int Users => Volatile.Read(ref _users);

    public bool IsDisposed => Volatile.Read(ref _isDisposed);

    /// <summary>The largest piece that was asked for.</summary>
    public int Largest { get; private set; }

    public void Enter()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Interlocked.Increment(ref _users);
    }

    public void Exit() => Interlocked.Decrement(ref _users);

    public ReadOnlySpan<byte> Get(long offset, int length, scoped ref byte[] buffer)
    {
        Largest = Math.Max(Largest, length);
        if (!isMapped) buffer = bytes.AsSpan(checked((int)offset), length).ToArray();
        return isMapped ? bytes.AsSpan(checked((int)offset), length) : buffer;
    }

    public void Dispose() => Volatile.Write(ref _isDisposed, true);
}
