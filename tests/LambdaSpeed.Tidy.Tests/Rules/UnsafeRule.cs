using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>Pointers have one place, where it is written why.</summary>
internal static class UnsafeRule
{
    private const string OnlyPlace = "src/LambdaSpeed/State/CacheLine.cs";

    public static IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.Path != OnlyPlace
        from token in file.Root.DescendantTokens()
        where token.IsKind(SyntaxKind.UnsafeKeyword) || token.IsKind(SyntaxKind.FixedKeyword)
        select file.OffenceAt(token, $"'{token.Text}' stands in {OnlyPlace} alone");
}
