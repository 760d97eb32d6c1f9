namespace LambdaSpeed.Tidy.Tests;

/// <summary>One place where a house rule is broken.</summary>
/// <param name="Path">The file, from the repository's root.</param>
/// <param name="Line">The line, from one; zero when the file as a whole offends.</param>
/// <param name="Message">What is wrong, and the remedy.</param>
internal sealed record Offence(string Path, int Line, string Message)
{
    public override string ToString() => Line > 0 ? $"{Path}:{Line}: {Message}" : $"{Path}: {Message}";
}
