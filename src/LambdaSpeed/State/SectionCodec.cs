using System.Diagnostics.CodeAnalysis;

namespace LambdaSpeed.State;

/// <summary>How a section's entries become bytes.</summary>
/// <param name="Key">The keys.</param>
/// <param name="Value">The values.</param>
/// <param name="IsAbsent">Does a value stand for none? Null when there are no such values.</param>
internal sealed record SectionCodec<TKey, TValue>(ICodec<TKey> Key, ICodec<TValue> Value, Func<TValue, bool>? IsAbsent = null)
{
    public string Schema => $"{Key.Schema} -> {Value.Schema}";

    public void Write(ChangeWriter writer, TKey key, TValue value)
    {
        if (IsAbsent is not null && IsAbsent(value)) writer.Remove(Key, key);
        else writer.Put(Key, key, Value, value);
    }

    /// <summary>Reads the entry at which the reader stands; false for a removal.</summary>
    public bool TryRead(in ChangeReader entry, out TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var bytes = entry.Key;
        key = Key.Read(ref bytes);
        RequireEnd(bytes, Key.Schema);
        value = default;
        if (entry.Kind == ChangeKind.Remove) return false;

        bytes = entry.Value;
        value = Value.Read(ref bytes);
        RequireEnd(bytes, Value.Schema);
        return true;
    }

    private static void RequireEnd(ReadOnlySpan<byte> rest, string schema)
    {
        if (rest.Length > 0) throw CodecException.Malformed(schema, "the end of the value", rest.Length);
    }
}
