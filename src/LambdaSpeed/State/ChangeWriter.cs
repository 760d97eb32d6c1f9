using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using LambdaSpeed.Codecs.Fixed;

namespace LambdaSpeed;

/// <summary>Writes what an epoch did to keys, entry after entry, into one growing buffer that comes from a pool.</summary>
/// <remarks>
/// Used by one thread at a time. The codecs write straight into the buffer: the length in front of a key or value is filled in afterwards,
/// and only one of 128 bytes or more is moved to make room for a longer length. When a codec throws, what was begun of that entry is
/// forgotten and the writer can go on. Nothing is allocated for an entry. Reading is <see cref="ChangeReader"/>'s part.
/// </remarks>
[DebuggerDisplay("{Count} entries, {Length} bytes")]
public sealed class ChangeWriter : IBufferWriter<byte>, IDisposable
{
    private const int FirstCapacity = 4096;
    private const int ShortPart = 0x80; // below, a length is one byte

    private byte[] _buffer = [];  // rented; empty before the first entry and after Dispose
    private int _next;            // where the next byte goes
    private bool _isDisposed;     // the buffer has gone back to the pool

    /// <summary>How many entries were written.</summary>
    public long Count { get; private set; }

    /// <summary>How many bytes they take.</summary>
    public int Length { get; private set; }

    /// <summary>The entries, valid until the next call of any other member.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    /// <summary>Writes that a key has a value.</summary>
    /// <param name="keyCodec">Writes the key.</param>
    /// <param name="key">The key.</param>
    /// <param name="valueCodec">Writes the value.</param>
    /// <param name="value">The value.</param>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TValue">The values.</typeparam>
    /// <exception cref="CodecException">The key or the value cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The entries would take more than an array can hold (2 GiB).</exception>
    public void Put<TKey, TValue>(ICodec<TKey> keyCodec, TKey key, ICodec<TValue> valueCodec, TValue value)
    {
        ArgumentNullException.ThrowIfNull(keyCodec);
        ArgumentNullException.ThrowIfNull(valueCodec);

        var length = Begin(ChangeKind.Put);
        keyCodec.Write(this, key);
        length = BeginNext(EndPart(length));
        valueCodec.Write(this, value);
        End(EndPart(length));
    }

    /// <summary>The same where all sizes are known: in one go.</summary>
    internal void PutFixed<TKey, TValue>(IFixedCodec<TKey> keyCodec, TKey key, IFixedCodec<TValue> valueCodec, TValue value)
    {
        var (begin, keySize, valueSize) = (Length, keyCodec.Size, valueCodec.Size);
        var size = keySize + valueSize + 3;
        _next = begin;
        Require(size);
        var entry = new Span<byte>(_buffer, begin, size);
        (entry[0], entry[1]) = ((byte)ChangeKind.Put, (byte)keySize); // fixed sizes are short
        keyCodec.Put(entry[2..], key);
        entry[keySize + 2] = (byte)valueSize;
        valueCodec.Put(entry[(keySize + 3)..], value);
        End(begin + size);
    }

    /// <summary>Writes that a key is gone.</summary>
    /// <param name="keyCodec">Writes the key.</param>
    /// <param name="key">The key.</param>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <exception cref="CodecException">The key cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The entries would take more than an array can hold (2 GiB).</exception>
    public void Remove<TKey>(ICodec<TKey> keyCodec, TKey key)
    {
        ArgumentNullException.ThrowIfNull(keyCodec);

        var length = Begin(ChangeKind.Remove);
        keyCodec.Write(this, key);
        End(EndPart(length));
    }

    /// <summary>Writes that a key has a value, both as bytes.</summary>
    /// <param name="key">The key, as its codec writes it.</param>
    /// <param name="value">The value, as its codec writes it.</param>
    /// <exception cref="InvalidOperationException">The entries would take more than an array can hold (2 GiB).</exception>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var length = Begin(ChangeKind.Put);
        Append(key);
        length = BeginNext(EndPart(length));
        Append(value);
        End(EndPart(length));
    }

    /// <summary>Writes that a key is gone.</summary>
    /// <param name="key">The key, as its codec writes it.</param>
    /// <exception cref="InvalidOperationException">The entries would take more than an array can hold (2 GiB).</exception>
    public void Remove(ReadOnlySpan<byte> key)
    {
        var length = Begin(ChangeKind.Remove);
        Append(key);
        End(EndPart(length));
    }

    /// <summary>Forgets the entries and keeps the buffer.</summary>
    public void Clear()
    {
        _next = 0;
        Length = 0;
        Count = 0;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;

        _isDisposed = true;
        Clear();
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    void IBufferWriter<byte>.Advance(int count)
    {
        if ((uint)count > (uint)(_buffer.Length - _next))
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"{_buffer.Length - _next} bytes were handed out.");
        }
        _next += count;
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        Require(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_next);
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint)
    {
        if (_buffer.Length - _next < sizeHint || _buffer.Length == _next) Grow(Math.Max(sizeHint, 1));
        return new Span<byte>(_buffer, _next, _buffer.Length - _next);
    }

    /// <summary>Starts an entry behind the last whole one; the answer is where the key's length goes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Begin(ChangeKind kind)
    {
        var begin = _next = Length;
        Require(2);
        _buffer[begin] = (byte)kind;
        _next = begin + 2;
        return begin + 1;
    }

    /// <summary>Fills in the length of what was written behind its place; the answer is where the next length would go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int EndPart(int length)
    {
        var next = _next;
        var size = next - length - 1;
        if (size >= ShortPart) return Widen(length, size);

        _buffer[length] = (byte)size;
        return next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int BeginNext(int length)
    {
        Require(1);
        _next = length + 1;
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void End(int next)
    {
        Length = next;
        Count++;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Require(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_next));
        _next += bytes.Length;
    }

    private int Widen(int length, int size)
    {
        var more = 0;
        for (var left = size >> 7; left > 0; left >>= 7) more++;

        Require(more);
        _buffer.AsSpan(length + 1, size).CopyTo(_buffer.AsSpan(length + 1 + more));
        _next += more;
        for (; size >= ShortPart; size >>= 7) _buffer[length++] = (byte)(size | ShortPart);
        _buffer[length] = (byte)size;
        return _next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Require(int count)
    {
        if (_buffer.Length - _next < count) Grow(count);
    }

    private void Grow(int count)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var needed = (long)_next + count;
        if (needed > Array.MaxLength) throw new InvalidOperationException(
            $"{Count} entries take {Length} bytes, and no buffer can hold {count} more. Hand them over and clear the writer more often.");

        var capacity = Math.Max(needed, Math.Max(2L * _buffer.Length, FirstCapacity));
        var grown = ArrayPool<byte>.Shared.Rent((int)Math.Min(capacity, Array.MaxLength));
        _buffer.AsSpan(0, _next).CopyTo(grown);
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = grown;
    }
}
