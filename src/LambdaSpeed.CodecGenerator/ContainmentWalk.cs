using Microsoft.CodeAnalysis;

namespace LambdaSpeed.CodecGenerator;

/// <summary>Walks the types inside a type, to find those that contain themselves.</summary>
internal sealed class ContainmentWalk(GenerationScope scope, TypeShapeReader shapes)
{
    private readonly GenerationScope _scope = scope;
    private readonly TypeShapeReader _shapes = shapes;
    private readonly HashSet<ITypeSymbol> _walked = new(SymbolEqualityComparer.Default);

    /// <summary>Whether a value of the one type can hold a value of the other.</summary>
    public bool Reaches(INamedTypeSymbol from, INamedTypeSymbol target)
    {
        if (!_walked.Add(from) || _shapes.Read(from) is not { } shape) return false;

        return shape.Members
            .SelectMany(member => PartsOf(member.Type))
            .Where(_scope.IsRequestedHere)
            .Any(part => SymbolEqualityComparer.Default.Equals(part, target) || Reaches(part, target));
    }

    private static IEnumerable<INamedTypeSymbol> PartsOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => PartsOf(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.SelectMany(PartsOf).Append(named),
        _ => [],
    };
}
