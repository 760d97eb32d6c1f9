using System.Buffers;
using System.Buffers.Binary;

namespace LambdaSpeed;

/// <summary>Outputs of one task in one epoch, in order: keys and values as bytes.</summary>
/// <remarks>Written by the owning task until its epoch is sealed, then read only.</remarks>
public sealed class OutputRecords
{
    private const int LengthBytes = sizeof(int);

    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    /// <summary>Makes an empty sequence of outputs.</summary>
    public OutputRecords()
    {
    }

    /// <summary>How many outputs there are.</summary>
    public int Count { get; private set; }

    /// <summary>Each output as two lengths (little-endian, 4 bytes each), its key and its value.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Adds an output; for tests of a place of your own.</summary>
    /// <param name="key">The key; empty for none.</param>
    /// <param name="value">The value.</param>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Add(static (bytes, value) => bytes.Write(value), value, key);

    /// <summary>Adds an output; answers how many bytes its key and value have.</summary>
    internal int Add<T>(Action<IBufferWriter<byte>, T> write, T value, ReadOnlySpan<byte> key)
        where T : allows ref struct
    {
        var start = _bytes.WrittenCount;
        _bytes.GetSpan(2 * LengthBytes)[..(2 * LengthBytes)].Clear();
        _bytes.Advance(2 * LengthBytes);
        _bytes.Write(key);
        write(_bytes, value);
        var lengths = Written(start);
        BinaryPrimitives.WriteInt32LittleEndian(lengths, key.Length);
        var bytes = _bytes.WrittenCount - start - (2 * LengthBytes);
        BinaryPrimitives.WriteInt32LittleEndian(lengths[LengthBytes..], bytes - key.Length);
        Count++;
        return bytes;
    }

    /// <summary>Takes outputs back from a checkpoint.</summary>
    /// <exception cref="CodecException">The bytes are no outputs.</exception>
    internal static OutputRecords From(ReadOnlySpan<byte> bytes)
    {
        var records = new OutputRecords();
        records._bytes.Write(bytes);
        foreach (var _ in records) records.Count++;
        return records;
    }

    /// <summary>Walks over the outputs, in order.</summary>
    public Enumerator GetEnumerator() => new(Bytes);

    private Span<byte> Written(int start) =>
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(_bytes.WrittenMemory[start..]).Span;

    /// <summary>One output; valid until the next one is looked at.</summary>
    public readonly ref struct Record
    {
        internal Record(long sequence, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            Sequence = sequence;
            Key = key;
            Value = value;
        }

        /// <summary>Its number among the task's outputs of the epoch, from 0.</summary>
        public long Sequence { get; }

        /// <summary>The key; empty for outputs without one.</summary>
        public ReadOnlySpan<byte> Key { get; }

        /// <summary>The value.</summary>
        public ReadOnlySpan<byte> Value { get; }
    }

    /// <summary>Walks over the outputs.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest; // what has not been walked over
        private long _sequence;           // of the next one

        internal Enumerator(ReadOnlySpan<byte> bytes) => _rest = bytes;

        /// <summary>The output that was walked to last.</summary>
        public Record Current { get; private set; }

        /// <summary>Goes to the next output; false behind the last.</summary>
        /// <exception cref="CodecException">The bytes are no outputs.</exception>
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
            Current = new Record(_sequence++, body[..keyLength], body.Slice(keyLength, valueLength));
            _rest = body[(keyLength + valueLength)..];
            return true;
        }
    }
}
