using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>Every top-level type says what it is, options say their defaults, and a mutable private field says what it means.</summary>
internal static class DocumentationRule
{
    public static IEnumerable<Offence> CheckTypes(IReadOnlyList<SourceFile> files)
    {
        var documented = files
            .SelectMany(file => file.TopLevelTypes)
            .Where(type => Syntax.Documents(type, "summary") || Syntax.Documents(type, "inheritdoc"))
            .Select(type => (Syntax.NameOf(type).Text, Syntax.ArityOf(type)))
            .ToHashSet();

        return
            from file in files
            from type in file.TopLevelTypes
            let name = Syntax.NameOf(type)
            where !documented.Contains((name.Text, Syntax.ArityOf(type)))
            select file.OffenceAt(name, $"{name.Text} has no <summary>");
    }

    public static IEnumerable<Offence> CheckOptions(IEnumerable<SourceFile> files) =>
        from file in files
        from type in file.TopLevelTypes.OfType<TypeDeclarationSyntax>()
        where type.Identifier.Text.EndsWith("Options", StringComparison.Ordinal) && !type.Modifiers.Any(SyntaxKind.StaticKeyword)
        from offence in CheckOptions(file, type)
        select offence;

    public static IEnumerable<Offence> CheckFields(IEnumerable<SourceFile> files) =>
        from file in files
        from field in file.Root.DescendantNodes().OfType<FieldDeclarationSyntax>()
        where !field.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.ReadOnlyKeyword or SyntaxKind.ConstKeyword
            or SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword)
        where field.Parent is not StructDeclarationSyntax owner || !IsInlineArray(owner)
        where !HasComment(field.GetLeadingTrivia()) && !HasComment(field.GetTrailingTrivia())
        let name = field.Declaration.Variables[0].Identifier
        select file.OffenceAt(name, $"{name.Text} can change; say in a comment what it means, and who writes it");

    private static IEnumerable<Offence> CheckOptions(SourceFile file, TypeDeclarationSyntax type)
    {
        if (!type.IsKind(SyntaxKind.RecordDeclaration)) yield return file.OffenceAt(type.Identifier, $"{type.Identifier.Text} is no record");

        foreach (var option in type.Members.OfType<PropertyDeclarationSyntax>())
        {
            var isSettable = option.AccessorList?.Accessors.Any(accessor =>
                accessor.Kind() is SyntaxKind.InitAccessorDeclaration or SyntaxKind.SetAccessorDeclaration) ?? false;
            var needsDefault = isSettable && Syntax.IsPublic(option) && !option.Modifiers.Any(SyntaxKind.RequiredKeyword);
            if (!needsDefault || Syntax.Documents(option, "value") || Syntax.Documents(option, "inheritdoc")) continue;

            yield return file.OffenceAt(option.Identifier, $"{option.Identifier.Text} does not say its default in <value>");
        }
    }

    /// <summary>The only field of an inline array is its first element, whatever that means to the type.</summary>
    private static bool IsInlineArray(StructDeclarationSyntax type) =>
        type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() == "InlineArray");

    private static bool HasComment(SyntaxTriviaList trivia) =>
        trivia.Any(part => part.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia);
}
