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

        return
            from file in files
            from type in file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>()
            where type.IsKind(SyntaxKind.ClassDeclaration) || type.IsKind(SyntaxKind.RecordDeclaration)
            where !type.Modifiers.Any(IsDecided) && !IsDecidedElsewhere(type, files) && !bases.Contains(type.Identifier.Text)
            select file.OffenceAt(type.Identifier, $"{type.Identifier.Text} is open for no one; seal it");
    }

    private static bool IsDecided(SyntaxToken modifier) =>
        modifier.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.StaticKeyword;

    /// <summary>One part of a partial type may say it for all.</summary>
    private static bool IsDecidedElsewhere(TypeDeclarationSyntax type, IReadOnlyList<SourceFile> files) =>
        type.Modifiers.Any(SyntaxKind.PartialKeyword)
        && files.SelectMany(file => file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>())
            .Any(part => part.Identifier.Text == type.Identifier.Text && part.Arity == type.Arity && part.Modifiers.Any(IsDecided));
}
