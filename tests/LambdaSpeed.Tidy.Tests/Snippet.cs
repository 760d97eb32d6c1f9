namespace LambdaSpeed.Tidy.Tests;

/// <summary>Small sources, to show that a rule bites.</summary>
internal static class Snippet
{
    public static SourceFile[] One(string path, string text) => [SourceFile.Parse(path, text)];

    public static SourceFile[] Several(params (string Path, string Text)[] files) =>
        [.. files.Select(file => SourceFile.Parse(file.Path, file.Text))];

    /// <summary>A file of a room, with its namespace; the rest as given.</summary>
    public static SourceFile[] InRoom(string room, string name, string members) =>
        One($"src/LambdaSpeed/{room}/{name}.cs", $"namespace LambdaSpeed.{room};\n{members}\n");

    /// <summary>Asserts that the only offence is at a line and says something.</summary>
    public static void ShouldOffend(this IEnumerable<Offence> offences, int line, string saying)
    {
        var offence = Xunit.Assert.Single(offences);
        Xunit.Assert.Equal(line, offence.Line);
        Xunit.Assert.Contains(saying, offence.ToString(), StringComparison.Ordinal);
    }
}
