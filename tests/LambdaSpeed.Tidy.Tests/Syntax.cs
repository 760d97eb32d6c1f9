using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaSpeed.Tidy.Tests;

/// <summary>Questions that several rules ask about a declaration.</summary>
internal static class Syntax
{
    public static SyntaxToken NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declaration => declaration.Identifier,
        DelegateDeclarationSyntax declaration => declaration.Identifier,
        _ => throw new ArgumentException($"{type.Kind()} declares no type", nameof(type)),
    };

    public static int ArityOf(MemberDeclarationSyntax type) => type switch
    {
        TypeDeclarationSyntax declaration => declaration.TypeParameterList?.Parameters.Count ?? 0,
        DelegateDeclarationSyntax declaration => declaration.TypeParameterList?.Parameters.Count ?? 0,
        _ => 0,
    };

    public static bool IsPublic(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.PublicKeyword);

    /// <summary>Whether the XML documentation above a declaration has the element.</summary>
    public static bool Documents(SyntaxNode declaration, string element) =>
        declaration.GetLeadingTrivia()
            .Select(trivia => trivia.GetStructure())
            .OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(comment => comment.Content)
            .Any(node => node switch
            {
                XmlElementSyntax xml => xml.StartTag.Name.ToString() == element,
                XmlEmptyElementSyntax xml => xml.Name.ToString() == element,
                _ => false,
            });

    /// <summary>The words of an identifier: <c>_openBatchCount</c> gives open, Batch, Count.</summary>
    public static IEnumerable<string> WordsOf(string identifier)
    {
        var start = 0;
        for (var i = 1; i <= identifier.Length; i++)
        {
            var isEnd = i == identifier.Length
                || !char.IsLetter(identifier[i])
                || (char.IsUpper(identifier[i]) && (!char.IsUpper(identifier[i - 1]) || IsLowerAt(identifier, i + 1)));
            if (!isEnd) continue;

            var word = identifier[start..i].TrimStart('_', '.', '`', '-');
            if (word.Length > 0) yield return word;
            start = i;
        }
    }

    private static bool IsLowerAt(string text, int index) => index < text.Length && char.IsLower(text[index]);
}
