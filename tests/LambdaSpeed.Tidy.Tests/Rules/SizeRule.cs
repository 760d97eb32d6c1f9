using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>Files, methods and lines that can be taken in at a look.</summary>
internal static class SizeRule
{
    public const int MaxFileLines = 300;
    public const int MaxMedianFileLines = 80;
    public const int MaxMethodLines = 60;
    public const int MaxLineLength = 140;

    public static IEnumerable<Offence> Check(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            var lines = file.Lines;
            if (lines.Length > MaxFileLines) yield return file.Whole($"{lines.Length} lines, at most {MaxFileLines}; find the second concept in it");

            for (var i = 0; i < lines.Length; i++)
            {
                if (lines[i].Length > MaxLineLength) yield return new(file.Path, i + 1, $"{lines[i].Length} characters, at most {MaxLineLength}");
            }

            foreach (var body in file.Root.DescendantNodes().Where(HasBody))
            {
                var span = body.GetLocation().GetLineSpan();
                var length = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
                if (length > MaxMethodLines) yield return file.OffenceAt(body, $"{length} lines in one method, at most {MaxMethodLines}");
            }
        }
    }

    public static int MedianLines(IEnumerable<SourceFile> files)
    {
        var lengths = files.Select(file => file.Lines.Length).Order().ToList();
        return lengths.Count == 0 ? 0 : lengths[lengths.Count / 2];
    }

    private static bool HasBody(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax;
}
