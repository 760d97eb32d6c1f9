using System.Runtime.CompilerServices;
using LambdaSpeed.Codecs;

namespace LambdaSpeed;

/// <summary>Walks the entries that a <see cref="ChangeWriter"/> has written.</summary>
/// <remarks>Reads where the bytes lie and copies nothing: key and value are valid as long as those bytes. The format is written down in
/// <c>docs/formats/checkpoints.md</c>.</remarks>
public ref struct ChangeReader
{
    private const string Schema = "changes";
    private const int LongestVarint = 10;

    private ReadOnlySpan<byte> _rest; // the entries that have not been read yet

    /// <summary>Begins before the first entry.</summary>
    /// <param name="entries">Whole entries, one after another; may be empty.</param>
    public ChangeReader(ReadOnlySpan<byte> entries)
    {
        _rest = entries;
    }

    /// <summary>What was done to the key.</summary>
    public ChangeKind Kind { get; private set; }

    /// <summary>The key, as its codec wrote it.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>The value, as its codec wrote it; empty for a removal.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="CodecException">The bytes are no entry, or end within one.</exception>
    public bool Read()
    {
        if (_rest.Length == 0) return false;

        var size = Parse(_rest, out var kind, out var key, out var value);
        if (size == 0) throw Truncated(_rest.Length);

        Kind = kind;
        Key = key;
        Value = value;
        _rest = _rest[size..];
        return true;
    }

    /// <summary>How many bytes at the front are whole entries.</summary>
    /// <exception cref="CodecException">The bytes are no entries, wherever they end.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // like all below: much is read once, by code that never warms up
    internal static int WholeEntries(ReadOnlySpan<byte> bytes)
    {
        var whole = 0;
        while (whole < bytes.Length)
        {
            var size = Parse(bytes[whole..], out _, out _, out _);
            if (size == 0) break;
            whole += size;
        }
        return whole;
    }

    internal static CodecException Truncated(int availableBytes) =>
        CodecException.Malformed(Schema, "a whole entry at the end", availableBytes);

    /// <summary>Takes an entry apart; the answer is its size, or 0 when more bytes are needed to tell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Parse(ReadOnlySpan<byte> source, out ChangeKind kind, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        kind = (ChangeKind)source[0];
        if (kind is not (ChangeKind.Put or ChangeKind.Remove))
        {
            throw CodecException.Malformed(Schema, "a put (1) or a removal (2)", source.Length);
        }

        var at = 1;
        value = default;
        return TakePart(source, ref at, out key) && (kind == ChangeKind.Remove || TakePart(source, ref at, out value)) ? at : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TakePart(ReadOnlySpan<byte> source, scoped ref int at, out ReadOnlySpan<byte> part)
    {
        part = default;
        if ((uint)at >= (uint)source.Length) return false;

        ulong length = source[at];
        var lengthSize = 1;
        if (length >= 0x80)
        {
            var rest = source[at..];
            if (rest.Length < LongestVarint && rest.IndexOfAnyInRange((byte)0, (byte)0x7F) < 0) return false;

            length = Varint.Read(ref rest, Schema);
            lengthSize = source.Length - at - rest.Length;
        }

        at += lengthSize;
        if (length > (ulong)(source.Length - at)) return false;

        part = source.Slice(at, (int)length);
        at += (int)length;
        return true;
    }
}
