namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>The changelog's form: versions, newest first, each with the three chapters in their order, each chapter a list.</summary>
internal static class ChangelogRule
{
    private static readonly string[] Chapters = ["Safety and performance", "Features", "Internals"];

    public static IEnumerable<Offence> Check(string path, string text)
    {
        var lines = text.Split('\n');
        var chapter = -1;
        var hasVersion = false;
        if (lines[0] != "# Changelog") yield return new(path, 1, "does not begin with '# Changelog'");

        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                hasVersion = true;
                chapter = -1;
                if (!IsVersion(line[3..])) yield return new(path, i + 1, $"'{line}' is neither '## Unreleased' nor '## 1.2.3 (2026-01-31)'");
            }
            else if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                var next = Array.IndexOf(Chapters, line[4..]);
                if (next <= chapter) yield return new(path, i + 1, $"chapters are {string.Join(", ", Chapters)}, in this order; found '{line[4..]}'");
                chapter = next;
            }
            else if (hasVersion && line.Length > 0 && !IsEntry(line, chapter))
            {
                yield return new(path, i + 1, "stands outside of a chapter's list");
            }
        }

        if (!hasVersion) yield return new(path, 0, "has no version");
    }

    private static bool IsVersion(string title) =>
        title == "Unreleased"
        || (title.Split(' ') is [var version, ['(', .. var date, ')']] && Version.TryParse(version, out _) && DateOnly.TryParse(date, out _));

    private static bool IsEntry(string line, int chapter) =>
        chapter >= 0 && (line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("  ", StringComparison.Ordinal));
}
