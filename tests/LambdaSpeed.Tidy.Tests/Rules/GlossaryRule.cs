using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>"Batch" is the batch layer. Tuples moved together are a chunk, so no engine room declares anything called a batch.</summary>
internal static class GlossaryRule
{
    private static readonly string[] EngineRooms =
        ["Tasks", "Edges", "Epochs", "Planning", "Topologies", "Logs", "Components", "Sources", "Groupings", "Streams", "Intake", "Outputs"];

    public static IEnumerable<Offence> Check(IEnumerable<SourceFile> files) =>
        from file in files
        where EngineRooms.Contains(file.Room)
        from token in file.Root.DescendantTokens()
        where token.IsKind(SyntaxKind.IdentifierToken) && IsDeclared(token)
        where Syntax.WordsOf(token.Text).Any(word => word.ToUpperInvariant() is "BATCH" or "BATCHES" or "MICROBATCH")
        select file.OffenceAt(token, $"{token.Text}: a batch is the batch layer's; tuples moved together are a chunk");

    private static bool IsDeclared(SyntaxToken token) =>
        token.Parent is BaseTypeDeclarationSyntax or MethodDeclarationSyntax or PropertyDeclarationSyntax or VariableDeclaratorSyntax
            or ParameterSyntax or EnumMemberDeclarationSyntax or DelegateDeclarationSyntax or LocalFunctionStatementSyntax
            or EventDeclarationSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax or TypeParameterSyntax;
}
