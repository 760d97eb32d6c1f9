namespace LambdaSpeed.CodecGenerator;

/// <summary>All that comes of one request for a codec: a class, a line that registers it, and what went wrong.</summary>
/// <param name="ClassName">The name of the class, unique by type.</param>
/// <param name="Source">The class, or null where the codec is composed of others.</param>
/// <param name="Registration">The statement that registers the codec, or null where none came about.</param>
/// <param name="Reports">What went wrong.</param>
internal sealed record CodecRoot(string ClassName, string? Source, string? Registration, EquatableList<DiagnosticReport> Reports);
