namespace LambdaSpeed.Tests.Storage;

/// <summary>Bytes that grow.</summary>
internal sealed class SimulatedBytes
{
    private byte[] _bytes = []; // zeros behind Length

    public int Length { get; private set; }

    public Span<byte> Span => _bytes.AsSpan(0, Length);

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0) return;
        if (offset + bytes.Length > Length) SetLength(offset + bytes.Length);
        bytes.CopyTo(Span[(int)offset..]);
    }

    public void SetLength(long length)
    {
        if (length < Length) Span[(int)length..].Clear();
        if (length > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Max(length, 2L * _bytes.Length));
        Length = (int)length;
    }

    public void CopyFrom(SimulatedBytes other)
    {
        SetLength(0);
        Write(0, other.Span);
    }
}
