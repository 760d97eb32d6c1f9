using Microsoft.CodeAnalysis;

namespace LambdaSpeed.CodecGenerator;

/// <summary>What the generator knows of the program around a type: which codecs are asked for, and what can be seen.</summary>
internal sealed class GenerationScope
{
    public const string Attribute = "LambdaSpeed.GenerateCodecAttribute";

    private readonly Compilation _compilation;
    private readonly HashSet<ITypeSymbol> _requestedByAssembly;

    public GenerationScope(Compilation compilation)
    {
        _compilation = compilation;
        _requestedByAssembly = new HashSet<ITypeSymbol>(
            AssemblyRequests(compilation).Select(request => request.Type),
            SymbolEqualityComparer.Default);
    }

    /// <summary>The requests that stand on the assembly.</summary>
    public static IEnumerable<CodecRequest> AssemblyRequests(Compilation compilation)
    {
        foreach (var mark in compilation.Assembly.GetAttributes().Where(IsRequest))
        {
            if (mark.ConstructorArguments.Length != 1 || mark.ConstructorArguments[0].Value is not ITypeSymbol type) continue;
            yield return new CodecRequest(type, mark.ApplicationSyntaxReference?.GetSyntax().GetLocation(), CodecRequest.SaysKey(mark));
        }
    }

    /// <summary>Whether a class is generated for the type in this compilation.</summary>
    public bool IsRequestedHere(INamedTypeSymbol type) =>
        _requestedByAssembly.Contains(type)
        || (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly) && IsMarked(type) && !type.IsGenericType);

    /// <summary>Whether the type's own assembly generates its codec.</summary>
    public bool IsRequestedElsewhere(INamedTypeSymbol type) =>
        !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly) && IsMarked(type) && !type.IsGenericType;

    /// <summary>Whether generated code can name the type.</summary>
    public bool CanSee(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array) return CanSee(array.ElementType);
        if (type is not INamedTypeSymbol named) return false;

        return _compilation.IsSymbolAccessibleWithin(named, _compilation.Assembly)
            && !IsFileLocal(named)
            && named.TypeArguments.All(CanSee);
    }

    private static bool IsFileLocal(INamedTypeSymbol type) =>
        type.IsFileLocal || (type.ContainingType is { } outer && IsFileLocal(outer));

    private static bool IsMarked(INamedTypeSymbol type) => type.GetAttributes().Any(IsRequest);

    private static bool IsRequest(AttributeData mark) => mark.AttributeClass?.ToDisplayString() == Attribute;
}
