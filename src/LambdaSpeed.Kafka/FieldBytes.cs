using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>Keys or values as the client hands them over, one at a time, in a buffer that is used again: what the client's deserializer
/// makes of one is its length, or -1 when there is none.</summary>
internal sealed class FieldBytes : IDeserializer<int>
{
    private byte[] _bytes = new byte[1024]; // the last one that came; the polling thread writes it

    public int Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (isNull) return -1;
        if (data.Length > _bytes.Length) _bytes = new byte[Math.Max(data.Length, 2 * _bytes.Length)];
        data.CopyTo(_bytes);
        return data.Length;
    }

    /// <summary>The last one; empty when there was none.</summary>
    /// <param name="length">What the deserializer has answered.</param>
    public ReadOnlySpan<byte> Span(int length) => _bytes.AsSpan(0, Math.Max(0, length));
}
