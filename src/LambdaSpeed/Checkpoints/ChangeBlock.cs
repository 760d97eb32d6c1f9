namespace LambdaSpeed;

/// <summary>Changes of one part of a run's state.</summary>
/// <param name="Section">Which part, such as the name of a view with its task. At most 65,535 bytes of UTF-8.</param>
/// <param name="Entries">Whole entries, as <see cref="ChangeWriter"/> writes them.</param>
public readonly record struct ChangeBlock(string Section, ReadOnlyMemory<byte> Entries);
