using System.Buffers;
using System.Buffers.Binary;

namespace LambdaSpeed.Outputs;

/// <summary>Outputs of one task in one epoch, in order: keys and values as bytes.</summary>
/// <remarks>Written by the owning task until its epoch is sealed, then read only.</remarks>
internal sealed class OutputRecords
{
    private const int LengthBytes = sizeof(int);

    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    /// <summary>How many outputs there are.</summary>
    public int Count { get; private set; }

    /// <summary>Each output as two lengths (little-endian, 4 bytes each), its key and its value.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Adds an output; answers how many bytes its key and value have.</summary>
    public int Add<T>(ICodec<T> codec, T value, ReadOnlySpan<byte> key)
    {
        var start = _bytes.WrittenCount;
        _bytes.GetSpan(2 * LengthBytes)[..(2 * LengthBytes)].Clear();
        _bytes.Advance(2 * LengthBytes);
        _bytes.Write(key);
        codec.Write(_bytes, value);
        var lengths = Written(start);
        BinaryPrimitives.WriteInt32LittleEndian(lengths, key.Length);
        var bytes = _bytes.WrittenCount - start - (2 * LengthBytes);
        BinaryPrimitives.WriteInt32LittleEndian(lengths[LengthBytes..], bytes - key.Length);
        Count++;
        return bytes;
    }

    /// <summary>Takes outputs back from a checkpoint.</summary>
    /// <exception cref="CodecException">The bytes are no outputs.</exception>
    public static OutputRecords From(ReadOnlySpan<byte> bytes)
    {
        var records = new OutputRecords();
        records._bytes.Write(bytes);
        foreach (var _ in records) records.Count++;
        return records;
    }

    public Enumerator GetEnumerator() => new(Bytes);

    private Span<byte> Written(int start) =>
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(_bytes.WrittenMemory[start..]).Span;

    /// <summary>One output.</summary>
    public readonly ref struct Record(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        public ReadOnlySpan<byte> Key { get; } = key;

        public ReadOnlySpan<byte> Value { get; } = value;
    }

    /// <summary>Walks over the outputs.</summary>
    public ref struct Enumerator(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes; // what has not been walked over

        public Record Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            if (_rest.Length < 2 * LengthBytes) throw CodecException.Truncated("outputs", 2 * LengthBytes, _rest.Length);

            var keyLength = BinaryPrimitives.ReadInt32LittleEndian(_rest);
            var valueLength = BinaryPrimitives.ReadInt32LittleEndian(_rest[LengthBytes..]);
            var body = _rest[(2 * LengthBytes)..];
            if (keyLength < 0 || valueLength < 0 || (long)keyLength + valueLength > body.Length)
            {
                throw CodecException.Malformed("outputs", "an output that fits", body.Length);
            }
            Current = new Record(body[..keyLength], body.Slice(keyLength, valueLength));
            _rest = body[(keyLength + valueLength)..];
            return true;
        }
    }
}
