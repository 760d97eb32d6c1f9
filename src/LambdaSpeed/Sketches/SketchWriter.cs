using System.Buffers.Binary;

namespace LambdaSpeed.Sketches;

/// <summary>Puts little-endian numbers one behind the other.</summary>
internal ref struct SketchWriter
{
    private readonly Span<byte> _destination;
    private int _at; // how many bytes have been put

    public SketchWriter(Span<byte> destination, int byteCount)
    {
        if (destination.Length < byteCount)
        {
            throw new ArgumentException(
                $"The sketch takes {byteCount} bytes, the destination has {destination.Length}.", nameof(destination));
        }

        _destination = destination[..byteCount];
    }

    /// <summary>How many bytes have been put.</summary>
    public readonly int Count => _at;

    public void Byte(int value) => _destination[_at++] = (byte)value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Next(2), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Next(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Next(8), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Next(8), value);

    public void Single(float value) => BinaryPrimitives.WriteSingleLittleEndian(Next(4), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Next(8), value);

    public void Bytes(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Next(bytes.Length));

    public void Int32s(scoped ReadOnlySpan<int> values)
    {
        foreach (var value in values) Int32(value);
    }

    public void Int64s(scoped ReadOnlySpan<long> values)
    {
        foreach (var value in values) Int64(value);
    }

    /// <summary>The next bytes, for who puts them himself.</summary>
    public Span<byte> Next(int count)
    {
        var next = _destination.Slice(_at, count);
        _at += count;
        return next;
    }
}
