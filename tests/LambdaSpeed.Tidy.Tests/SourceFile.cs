using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaSpeed.Tidy.Tests;

/// <summary>One C# file, with its syntax and its place in the house.</summary>
internal sealed class SourceFile
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Parse);

    private SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        Tree = CSharpSyntaxTree.ParseText(text, ParseOptions, path);
        Root = Tree.GetCompilationUnitRoot();
    }

    /// <summary>The path from the repository's root, like <c>src/LambdaSpeed/Edges/Chunk.cs</c>.</summary>
    public string Path { get; }

    public string Text { get; }

    public SyntaxTree Tree { get; }

    public CompilationUnitSyntax Root { get; }

    /// <summary>The file's name without its extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The folder below <c>src/</c>.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>The folders between the project and the file, like <c>Edges</c>; empty at the project's root.</summary>
    public string Folder => string.Join('/', Path.Split('/')[2..^1]);

    /// <summary>The first of the folders: the room, for files of the core.</summary>
    public string Room => Folder.Split('/')[0];

    public string[] Lines
    {
        get
        {
            var lines = Text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
            return lines[^1].Length == 0 ? lines[..^1] : lines;
        }
    }

    /// <summary>The types that are not inside another type.</summary>
    public IEnumerable<MemberDeclarationSyntax> TopLevelTypes =>
        Root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    /// <summary>Parses a text; <paramref name="path"/> is from the repository's root.</summary>
    public static SourceFile Parse(string path, string text) => new(path, text);

    public Offence OffenceAt(SyntaxNode node, string message) => OffenceAt(node.GetLocation(), message);

    public Offence OffenceAt(SyntaxToken token, string message) => OffenceAt(token.GetLocation(), message);

    public Offence Whole(string message) => new(Path, 0, message);

    private Offence OffenceAt(Location location, string message) =>
        new(Path, location.GetLineSpan().StartLinePosition.Line + 1, message);
}
