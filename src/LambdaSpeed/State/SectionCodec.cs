using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using LambdaSpeed.Codecs;
using LambdaSpeed.Codecs.Fixed;

namespace LambdaSpeed.State;

/// <summary>How a section's entries become bytes, and which task owns an entry.</summary>
/// <param name="Key">The keys.</param>
/// <param name="Value">The values.</param>
/// <param name="Parts">What the keys are made of, when each belongs to a key of the topology; null when they are such keys.</param>
/// <param name="Kind">What the entries stand for, when they are not the values of keys.</param>
internal sealed record SectionCodec<TKey, TValue>(
    ICodec<TKey> Key, ICodec<TValue> Value, IEntryHash<TKey>? Parts = null, string? Kind = null)
{
    private readonly IFixedCodec<TKey>? _fixedKey = Value is IFixedCodec<TValue> ? Key as IFixedCodec<TKey> : null; // null unless both are
    private readonly IFixedCodec<TValue>? _fixedValue = Value as IFixedCodec<TValue>;

    public string Schema => Kind is null ? $"{Key.Schema} -> {Value.Schema}" : $"{Kind} {Key.Schema} -> {Value.Schema}";

    /// <summary>The hash under which the table holds the entry.</summary>
    public uint EntryHash(TKey key) => Parts is null ? KeyHash.Of(key, Key) : Parts.EntryHash(key);

    /// <summary>The hash of the topology's key, which decides on the task.</summary>
    public uint OwnerHash(TKey key) => Parts is null ? KeyHash.Of(key, Key) : Parts.OwnerHash(key);

    /// <summary>Writes that a key has a value.</summary>
    public void Write(ChangeWriter writer, TKey key, TValue value)
    {
        if (_fixedKey is { } fixedKey) writer.PutFixed(fixedKey, key, _fixedValue!, value);
        else writer.Put(Key, key, Value, value);
    }

    /// <summary>Reads the entry at which the reader stands; false for a removal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see EntryLoader
    public bool TryRead(in ChangeReader entry, out TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var bytes = entry.Key;
        key = Key.Read(ref bytes);
        RequireEnd(bytes, Key.Schema);
        value = default;
        if (entry.Kind == ChangeKind.Remove) return false;

        value = ReadValue(entry.Value);
        return true;
    }

    /// <summary>Reads a value that is all of some bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public TValue ReadValue(ReadOnlySpan<byte> bytes)
    {
        var value = Value.Read(ref bytes);
        RequireEnd(bytes, Value.Schema);
        return value;
    }

    private static void RequireEnd(ReadOnlySpan<byte> rest, string schema)
    {
        if (rest.Length > 0) throw CodecException.Malformed(schema, "the end of the value", rest.Length);
    }
}
