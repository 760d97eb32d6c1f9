using Microsoft.CodeAnalysis;

namespace LambdaSpeed.CodecGenerator;

/// <summary>Finds the constructor and the members by which values of a type can be taken apart and made again.</summary>
internal sealed class TypeShapeReader(Compilation compilation)
{
    private readonly Compilation _compilation = compilation;

    /// <summary>The shape of a type, or null where no constructor will do.</summary>
    public TypeShape? Read(INamedTypeSymbol type)
    {
        var readable = ReadableMembers(type);
        var constructors = type.InstanceConstructors
            .Where(IsAccessible)
            .OrderByDescending(constructor => constructor.Parameters.Length);

        foreach (var constructor in constructors)
        {
            if (!TryMatch(constructor, readable, out var parameters)) continue;

            var members = readable
                .Where(member => parameters.ContainsKey(member) || IsSettable(member))
                .Select(member => ShapeOf(member, parameters.TryGetValue(member, out var parameter) ? parameter : null))
                .ToList();
            return new TypeShape(type, constructor, members, EqualityShape.IsByMembers(type));
        }

        return null;
    }

    public static ITypeSymbol TypeOf(ISymbol member) => member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;

    private static MemberShape ShapeOf(ISymbol member, IParameterSymbol? parameter)
    {
        var since = SinceOf(member) ?? (parameter is null ? null : SinceOf(parameter)) ?? 1;
        return new MemberShape(member, TypeOf(member), parameter, since);
    }

    private static int? SinceOf(ISymbol symbol) => symbol.GetAttributes()
        .Where(mark => mark.AttributeClass?.ToDisplayString() == "LambdaSpeed.CodecMemberAttribute")
        .SelectMany(mark => mark.NamedArguments)
        .Where(argument => argument.Key == "Since")
        .Select(argument => argument.Value.Value as int?)
        .FirstOrDefault();

    private static bool TryMatch(
        IMethodSymbol constructor,
        List<ISymbol> readable,
        out Dictionary<ISymbol, IParameterSymbol> parameters)
    {
        parameters = new Dictionary<ISymbol, IParameterSymbol>(SymbolEqualityComparer.Default);
        foreach (var parameter in constructor.Parameters)
        {
            if (parameter.RefKind is not (RefKind.None or RefKind.In)) return false;

            var matching = readable.Where(candidate => IsMatch(candidate, parameter)).ToList();
            var member = matching.Find(candidate => candidate.Name == parameter.Name) ?? matching.FirstOrDefault();
            if (member is null || parameters.ContainsKey(member)) return false;

            parameters.Add(member, parameter);
        }

        return true;
    }

    private static bool IsMatch(ISymbol member, IParameterSymbol parameter) =>
        string.Equals(member.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
        && SymbolEqualityComparer.Default.Equals(TypeOf(member), parameter.Type);

    private List<ISymbol> ReadableMembers(INamedTypeSymbol type)
    {
        var lineage = new Stack<INamedTypeSymbol>();
        for (var current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            lineage.Push(current);
        }

        var members = new List<ISymbol>();
        foreach (var member in lineage.SelectMany(level => level.GetMembers()).Where(IsReadable))
        {
            var former = members.FindIndex(seen => seen.Name == member.Name); // an override stands where its base stood
            if (former >= 0) members[former] = member;
            else members.Add(member);
        }

        return members;
    }

    private bool IsReadable(ISymbol member) => !member.IsStatic && member switch
    {
        IPropertySymbol property => !property.IsIndexer && property.GetMethod is { } getter && IsAccessible(getter)
            && property.ExplicitInterfaceImplementations.IsEmpty,
        IFieldSymbol field => !field.IsConst && field.AssociatedSymbol is null && IsAccessible(field),
        _ => false,
    };

    private bool IsSettable(ISymbol member) => member switch
    {
        IPropertySymbol property => property.SetMethod is { } setter && IsAccessible(setter),
        IFieldSymbol field => !field.IsReadOnly,
        _ => false,
    };

    private bool IsAccessible(ISymbol symbol) => _compilation.IsSymbolAccessibleWithin(symbol, _compilation.Assembly);
}
