namespace LambdaSpeed;

/// <summary>Takes the value of a key that was asked for.</summary>
/// <param name="index">Which of the keys.</param>
/// <param name="value">The value, as its codec wrote it; valid during the call alone.</param>
public delegate void KeyedValueHandler(int index, ReadOnlySpan<byte> value);
