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
        using LambdaSpeed.PostgreSql;
        using LambdaSpeed.Sqlite;
        using Microsoft.Extensions.DependencyInjection;
        TopologyBuilder topology = null!;
        Stream<PageView> hits = null!;
        Stream<string> lines = null!;
        Topology built = null!;
        TopologyRun run = null!;
        ViewName<string, long> viewsPerUrl = default;
        WindowViewName<string, long> sessionsPerClient = default;
        IServiceCollection services = null!;
        CancellationToken cancellationToken = default;

        """;

    private const string After = """
        public readonly record struct PageView(string Url, string Client, int Status, long Bytes, DateTime Time);

        public sealed record Visits(long Count);

        public static class MyJson
        {
            public static class Default
            {
                public static System.Text.Json.Serialization.Metadata.JsonTypeInfo<Visits> Visits => null!;
            }
        }

        public sealed class MyStoreHarness : LambdaSpeed.Testing.ViewStoreHarness
        {
            public override IViewStore<string, long> Open() => null!;

            public override ValueTask<IReadOnlyDictionary<string, long>> ReadAsync(string view, CancellationToken cancellationToken) => default;
        }

        public sealed class MySourceHarness : LambdaSpeed.Testing.SourceHarness
        {
            public override int Partitions => 2;

            public override Func<ISpout<long>> Open() => null!;

            public override Task AppendAsync(int partition, IReadOnlyList<long> values, CancellationToken cancellationToken) => null!;
        }

        public sealed class MyQueueHarness : LambdaSpeed.Testing.IntakeHarness<string>
        {
            public override IAcknowledgingSource<string> Open() => null!;

            public override Task SendAsync(string id, string text, CancellationToken cancellationToken) => null!;

            public override string TextOf(string message) => message;
        }
        """;

    private static readonly CSharpParseOptions Parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    private static readonly IReadOnlyList<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The program; the errors and warnings are all that stands in its way.</summary>
    public static CSharpCompilation Compile(CodeBlock block, out IReadOnlyList<Diagnostic> complaints)
    {
        var isPart = block.Output is null;
        var code = isPart ? Assemble(block.Code) : block.Code;
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        if (isPart) options = options.WithSpecificDiagnosticOptions([new("CS0219", ReportDiagnostic.Suppress)]); // a variable of ours is not used
        Compilation compilation = CSharpCompilation.Create(
            "Document" + block.Place.GetHashCode(StringComparison.Ordinal), [Parse(Usings), Parse(code)], References, options);
        CSharpGeneratorDriver.Create([new RecordCodecGenerator().AsSourceGenerator()], parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out var reports);
        complaints = [.. compilation.GetDiagnostics().Concat(reports).Where(found => found.Severity >= DiagnosticSeverity.Warning)];
        return (CSharpCompilation)compilation;
    }

    /// <summary>A part in its surroundings; its usings go to the front.</summary>
    private static string Assemble(string code)
    {
        var lines = code.Split('\n');
        var usings = lines.Where(IsUsing).Where(line => !Before.Contains(line, StringComparison.Ordinal));
        return string.Join('\n', [.. usings, Before, .. lines.Where(line => !IsUsing(line)), After]);
    }

    private static bool IsUsing(string line) =>
        line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal);

    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code, Parsing);
}
