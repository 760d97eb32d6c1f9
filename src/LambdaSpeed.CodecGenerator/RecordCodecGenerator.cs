using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaSpeed.CodecGenerator;

/// <summary>Writes a codec for every type that bears or is named by <c>[GenerateCodec]</c>, and its registration.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RecordCodecGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var onTypes = context.SyntaxProvider.ForAttributeWithMetadataName(
            GenerationScope.Attribute,
            static (node, _) => node is TypeDeclarationSyntax,
            static (target, _) => ReadType(target));

        var onAssembly = context.CompilationProvider.SelectMany(static (compilation, _) => GenerationScope
            .AssemblyRequests(compilation)
            .Select(request => new CodecRootReader(compilation).Read(request))
            .ToImmutableArray());

        context.RegisterSourceOutput(onTypes.Collect().Combine(onAssembly.Collect()), static (output, roots) =>
            Add(output, roots.Left.AddRange(roots.Right)));
    }

    private static CodecRoot ReadType(GeneratorAttributeSyntaxContext target)
    {
        var type = (INamedTypeSymbol)target.TargetSymbol;
        var request = new CodecRequest(type, type.Locations.FirstOrDefault(), target.Attributes.Any(CodecRequest.SaysKey));
        return new CodecRootReader(target.SemanticModel.Compilation).Read(request);
    }

    private static void Add(SourceProductionContext output, ImmutableArray<CodecRoot> roots)
    {
        var registrations = new List<string>();
        var added = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in roots.Where(root => added.Add(root.ClassName)))
        {
            foreach (var report in root.Reports) output.ReportDiagnostic(report.ToDiagnostic());
            if (root.Source is not null) output.AddSource(root.ClassName + ".g.cs", root.Source);
            if (root.Registration is not null) registrations.Add(root.Registration);
        }

        if (registrations.Count > 0) output.AddSource("CodecRegistration.g.cs", RegistrationWriter.Write(registrations));
    }
}
