using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>A class is sealed, abstract or static; open only while something in the sources derives from it.</summary>
internal static class SealedRule
{
    public static IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files)
    {
        var bases = files
            .SelectMany(file => file.Root.DescendantNodes().OfType<BaseTypeSyntax>())
            .Select(inherited => inherited.Type switch
            {
                QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
                SimpleNameSyntax simple => simple.Identifier.Text,
                _ => "",
            })
            .ToHashSet();

        // one part of a partial type says it for all
        var decided = files
            .SelectMany(file => file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>())
            .Where(type => type.Modifiers.Any(SyntaxKind.PartialKeyword) && type.Modifiers.Any(IsDecided))
            .Select(type => (type.Identifier.Text, type.Arity))
            .ToHashSet();

        return
            from file in files
            from type in file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>()
            where type.IsKind(SyntaxKind.ClassDeclaration) || type.IsKind(SyntaxKind.RecordDeclaration)
            where !type.Modifiers.Any(IsDecided) && !decided.Contains((type.Identifier.Text, type.Arity)) && !bases.Contains(type.Identifier.Text)
            select file.OffenceAt(type.Identifier, $"{type.Identifier.Text} is open for no one; seal it");
    }

    private static bool IsDecided(SyntaxToken modifier) =>
        modifier.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.StaticKeyword;
}
