using System.Buffers;
using System.Buffers.Binary;
using LambdaSpeed.Codecs;

namespace LambdaSpeed.BatchViews;

/// <summary>The bytes by which keys are sorted and found.</summary>
/// <remarks>
/// <para>Keys whose codec has an ordered form are written in it: their bytes sort as they do, and ranges mean something.</para>
/// <para>All others are written as their stable hash, the highest byte first, followed by what their codec writes. That is right for any
/// codec, also one that writes equal keys differently (a date with its kind, a decimal with its scale): equal keys share their hash, and
/// are then compared as keys. Their order means nothing, so ranges are refused.</para>
/// </remarks>
internal sealed class KeyEncoding<TKey>(ICodec<TKey> codec)
{
    private const int HashSize = sizeof(ulong);

    public ICodec<TKey> Codec => codec;

    /// <summary>Whether the order of the bytes is that of the keys.</summary>
    public bool IsOrdered { get; } = OrderedForm.Exists(codec);

    public void Write(IBufferWriter<byte> destination, TKey key)
    {
        if (IsOrdered)
        {
            OrderedForm.Write(codec, destination, key);
            return;
        }
        BinaryPrimitives.WriteUInt64BigEndian(destination.GetSpan(HashSize), codec.Hash(key));
        destination.Advance(HashSize);
        codec.Write(destination, key);
    }

    /// <exception cref="CodecException">The bytes are not those of one key.</exception>
    public TKey Read(ReadOnlySpan<byte> bytes)
    {
        if (!IsOrdered)
        {
            if (bytes.Length < HashSize) throw CodecException.Truncated(codec.Schema, HashSize, bytes.Length);
            bytes = bytes[HashSize..];
        }
        var key = IsOrdered ? OrderedForm.Read(codec, ref bytes) : codec.Read(ref bytes);
        return bytes.Length == 0 ? key : throw CodecException.Malformed(codec.Schema, "the end of the key", bytes.Length);
    }

    /// <summary>Compares the bytes of a key with others.</summary>
    public int Compare(TKey key, ReadOnlySpan<byte> bytes)
    {
        var scratch = EntryScratch.Take();
        var order = scratch.Encode(this, key).SequenceCompareTo(bytes);
        scratch.Return();
        return order;
    }

    /// <summary>The bytes of a key, in an array of their own.</summary>
    public byte[] BytesOf(TKey key)
    {
        var scratch = EntryScratch.Take();
        var bytes = scratch.Encode(this, key).ToArray();
        scratch.Return();
        return bytes;
    }

    /// <summary>What equal keys have in common, at the front: by it they are sorted and found.</summary>
    public ReadOnlySpan<byte> Shared(ReadOnlySpan<byte> bytes) => IsOrdered ? bytes : bytes[..Math.Min(HashSize, bytes.Length)];
}
