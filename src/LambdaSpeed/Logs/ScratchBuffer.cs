using System.Buffers;

namespace LambdaSpeed.Logs;

/// <summary>Memory in which a codec writes a value before it is appended; one for each thread.</summary>
internal sealed class ScratchBuffer : IBufferWriter<byte>
{
    private const int MinimumBytes = 256;
    private const int KeptBytes = 1 << 20; // a larger array, made for one value, is not kept

    [ThreadStatic]
    private static ScratchBuffer? _ofThread; // null while it is in use, so that a codec that appends gets another

    private byte[] _bytes = new byte[MinimumBytes]; // grows; what is behind Length means nothing

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public static ScratchBuffer Take()
    {
        var buffer = _ofThread ?? new ScratchBuffer();
        _ofThread = null;
        return buffer;
    }

    public void GiveBack()
    {
        Length = 0;
        if (_bytes.Length > KeptBytes) _bytes = new byte[MinimumBytes];
        _ofThread = this;
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void Reserve(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(needed, 2 * _bytes.Length));
    }
}
