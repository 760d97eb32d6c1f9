namespace LambdaSpeed;

/// <summary>Takes an entry of a section.</summary>
/// <param name="key">The key, as its codec wrote it; valid during the call alone.</param>
/// <param name="value">The value, likewise.</param>
public delegate void KeyedEntryHandler(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
