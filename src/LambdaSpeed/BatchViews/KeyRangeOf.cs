using System.Buffers;
using LambdaSpeed.BatchViews;

namespace LambdaSpeed;

/// <summary>A range of keys; made by <see cref="KeyRange"/>. Immutable.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
public sealed class KeyRange<TKey>
{
    private readonly Action<KeyEncoding<TKey>, IBufferWriter<byte>>? _from; // null: from the first key on
    private readonly Action<KeyEncoding<TKey>, IBufferWriter<byte>>? _to;   // null: to the last key
    private readonly bool _isPrefix;

    internal KeyRange(Action<KeyEncoding<TKey>, IBufferWriter<byte>>? from, Action<KeyEncoding<TKey>, IBufferWriter<byte>>? to) =>
        (_from, _to) = (from, to);

    internal KeyRange(Action<KeyEncoding<TKey>, IBufferWriter<byte>> prefix) => (_from, _isPrefix) = (prefix, true);

    /// <summary>The range in bytes; without an end when it reaches to the last key.</summary>
    /// <exception cref="InvalidOperationException">The keys have no order.</exception>
    internal (byte[] From, byte[]? To) BoundsIn(KeyEncoding<TKey> keys)
    {
        if (!keys.IsOrdered) throw new InvalidOperationException(
            $"Keys of codec '{keys.Codec.Schema}' have no order in which ranges could be read: equal ones may differ in their bytes, or "
            + "their codec is not of the library. Remedy: enumerate all keys; or take a key of integers, texts, times without a zone, or a "
            + "tuple of such.");

        var from = BytesOf(_from, keys) ?? [];
        return (from, _isPrefix ? After(from) : BytesOf(_to, keys));
    }

    private static byte[]? BytesOf(Action<KeyEncoding<TKey>, IBufferWriter<byte>>? write, KeyEncoding<TKey> keys)
    {
        if (write is null) return null;
        var bytes = new ArrayBufferWriter<byte>();
        write(keys, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The first bytes behind all that begin with these; null when there are none.</summary>
    private static byte[]? After(byte[] prefix)
    {
        var last = prefix.AsSpan().LastIndexOfAnyExcept((byte)0xFF);
        if (last < 0) return null;
        var after = prefix[..(last + 1)];
        after[last]++;
        return after;
    }
}
