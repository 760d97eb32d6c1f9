using LambdaSpeed.CodecGenerator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaSpeed.Tests.Docs;

/// <summary>Compiles a block as a console program of a user would be compiled: implicit usings, nullable, the codec generator.</summary>
internal static class DocumentCompiler
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <summary>What parts of programs may take for granted; README.md says so.</summary>
    private const string Before = """
        using LambdaSpeed;
        using Microsoft.Extensions.DependencyInjection;
        TopologyBuilder topology = null!;
        Stream<PageView> hits = null!;
        Stream<string> lines = null!;
        Topology built = null!;
        TopologyRun run = null!;
        ViewName<string, long> viewsPerUrl = default;
        IServiceCollection services = null!;
        CancellationToken cancellationToken = default;

        """;

    private const string After = """
        public readonly record struct PageView(string Url, string Client, int Status, long Bytes, DateTime Time);
        """;

    private static readonly CSharpParseOptions Parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    private static readonly IReadOnlyList<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The program; the errors and warnings are all that stands in its way.</summary>
    public static CSharpCompilation Compile(CodeBlock block, out IReadOnlyList<Diagnostic> complaints)
    {
        var isPart = block.Output is null;
        var code = isPart ? Before + block.Code + After : block.Code;
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        if (isPart) options = options.WithSpecificDiagnosticOptions([new("CS0219", ReportDiagnostic.Suppress)]); // a variable of ours is not used
        Compilation compilation = CSharpCompilation.Create(
            "Document" + block.Place.GetHashCode(StringComparison.Ordinal), [Parse(Usings), Parse(code)], References, options);
        CSharpGeneratorDriver.Create([new RecordCodecGenerator().AsSourceGenerator()], parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out var reports);
        complaints = [.. compilation.GetDiagnostics().Concat(reports).Where(found => found.Severity >= DiagnosticSeverity.Warning)];
        return (CSharpCompilation)compilation;
    }

    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code, Parsing);
}
