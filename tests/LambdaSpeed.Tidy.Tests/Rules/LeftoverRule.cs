using System.Text.RegularExpressions;

namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>What must not stay behind in a tracked file: open ends, and traces of the machine it was written on.</summary>
/// <remarks>The words are put together from parts so that this file does not offend. <c>LAMBDASPEED_FORBIDDEN_WORDS</c> may hold one
/// more regular expression, for words that must not even be named here.</remarks>
internal static class LeftoverRule
{
    private static readonly Regex OpenEnds = new(@"\b(TO" + "DO|FIX" + "ME|HA" + @"CK|XX" + @"X)\b|NotImplemented" + "Exception");

    private static readonly Regex Traces = new(
        @"(?<![\w.~*-])/(work|root|home|Users|mnt)/\w|\b[A-Z]:\\Users\\|\bapi\.nu" + @"get\.org\b|\bwork" + @"trees?\b");

    private static readonly Regex? MoreTraces =
        Environment.GetEnvironmentVariable("LAMBDASPEED_FORBIDDEN_WORDS") is { Length: > 0 } words ? new(words, RegexOptions.IgnoreCase) : null;

    private static readonly string[] Texts =
        [".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".md", ".yml", ".yaml", ".txt", ".sh", ".editorconfig", ".gitignore", ""];

    private static readonly string[] Programs = [".cs", ".csproj", ".props", ".targets", ".sh", ""];

    /// <summary>Whether the rule reads a file: texts, but neither licences nor recorded data.</summary>
    public static bool Reads(string path) =>
        Texts.Contains(Path.GetExtension(path))
        && !path.Split('/').Any(part => part is "LICENSE" or "data" or "golden" or "Golden");

    public static IEnumerable<Offence> Check(string path, string text)
    {
        var isProgram = Programs.Contains(Path.GetExtension(path));
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (isProgram && OpenEnds.Match(line) is { Success: true } open) yield return new(path, number, $"'{open.Value}' is left over");
            if (Traces.Match(line) is { Success: true } trace) yield return new(path, number, $"'{trace.Value}' is a trace of one machine");
            if (MoreTraces?.Match(line) is { Success: true } more) yield return new(path, number, $"'{more.Value}' has no place here");
        }
    }
}
