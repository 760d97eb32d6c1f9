using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>A room uses only rooms on lower floors; the folder of the file that declares a type is its room.</summary>
/// <remarks>A use is a name in code that the compiler binds to a type of the core or to a member of one, <c>var</c> included.
/// Documentation may name any room: a sentence about the upper floors is not a dependency.</remarks>
internal static class FloorRule
{
    // Partial members whose other half a generator writes: generators do not run here.
    private static readonly string[] LeftToGenerators = ["CS8795", "CS9248", "CS0534", "CS0535"];

    private static readonly SyntaxTree GlobalUsings = CSharpSyntaxTree.ParseText(
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """,
        new CSharpParseOptions(LanguageVersion.CSharp14));

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path))];

    public static CSharpCompilation Compile(IEnumerable<SourceFile> files) =>
        CSharpCompilation.Create(
            "LambdaSpeed",
            files.Select(file => file.Tree).Append(GlobalUsings),
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>What does not bind, and therefore escapes the rule. It must be empty for the rule to mean anything.</summary>
    public static IEnumerable<string> Unbound(CSharpCompilation compilation) =>
        compilation.GetDiagnostics()
            .Where(found => found.Severity == DiagnosticSeverity.Error && !LeftToGenerators.Contains(found.Id))
            .Select(found => found.ToString());

    public static IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files)
    {
        var unknown = files.Where(file => !Rooms.Plan.ContainsKey(file.Room)).ToList();
        foreach (var file in unknown) yield return file.Whole($"'{file.Room}' is no room; add it to Rooms.Plan or move the file");

        var compilation = Compile(files);
        foreach (var file in files.Except(unknown))
        {
            var model = compilation.GetSemanticModel(file.Tree);
            var reported = new HashSet<(string Room, string Type)>();
            foreach (var node in file.Root.DescendantNodes().Where(CanUse))
            {
                foreach (var (room, type) in UsedRooms(model.GetSymbolInfo(node).Symbol))
                {
                    if (!Rooms.Plan.ContainsKey(room) || Rooms.MayUse(file.Room, room) || !reported.Add((room, type))) continue;

                    yield return file.OffenceAt(node, $"{Rooms.Describe(file.Room)} uses {type} of {Rooms.Describe(room)}");
                }
            }
        }
    }

    private static bool CanUse(SyntaxNode node) =>
        node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax
        && node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null;

    private static IEnumerable<(string Room, string Type)> UsedRooms(ISymbol? symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        return type is null
            ? []
            : type.OriginalDefinition.DeclaringSyntaxReferences
                .Where(reference => reference.SyntaxTree.FilePath.Length > 0)
                .Select(reference => (RoomOf(reference.SyntaxTree.FilePath), type.Name));
    }

    private static string RoomOf(string path) => path.Split('/')[2..^1] is [var room, ..] ? room : Rooms.Root;
}
