namespace LambdaSpeed;

/// <summary>Takes a piece of the state that a store hands over.</summary>
/// <param name="section">Which part of the state, as it was named when it was committed.</param>
/// <param name="entries">Whole entries for a <see cref="ChangeReader"/>, at least one; valid during the call alone.</param>
public delegate void ChangeBlockHandler(string section, ReadOnlySpan<byte> entries);
