using Microsoft.CodeAnalysis;

namespace LambdaSpeed.CodecGenerator;

/// <summary>Writes the expression that yields the codec of a type.</summary>
internal sealed class CodecExpressions
{
    private const string Codec = "global::LambdaSpeed.Codec.";
    private const string Accumulators = "global::LambdaSpeed.Aggregation.AccumulatorCodecs.";
    private const int WidestTuple = 7;

    private static readonly Dictionary<string, string> BuiltIn = new()
    {
        ["System.Boolean"] = "Boolean", ["System.Byte"] = "Byte", ["System.SByte"] = "SByte", ["System.Int16"] = "Int16",
        ["System.UInt16"] = "UInt16", ["System.Int32"] = "Int32", ["System.UInt32"] = "UInt32", ["System.Int64"] = "Int64",
        ["System.UInt64"] = "UInt64", ["System.Int128"] = "Int128", ["System.UInt128"] = "UInt128", ["System.Char"] = "Char",
        ["System.Half"] = "Half", ["System.Single"] = "Single", ["System.Double"] = "Double", ["System.Decimal"] = "Decimal",
        ["System.String"] = "String", ["System.Guid"] = "Guid", ["System.DateTime"] = "DateTime",
        ["System.DateTimeOffset"] = "DateTimeOffset", ["System.DateOnly"] = "DateOnly", ["System.TimeOnly"] = "TimeOnly",
        ["System.TimeSpan"] = "TimeSpan", ["System.Numerics.BigInteger"] = "BigInteger",
    };

    private static readonly Dictionary<string, string> Composed = new()
    {
        ["System.Nullable`1"] = "Nullable", ["System.Collections.Generic.List`1"] = "List",
        ["System.Collections.Immutable.ImmutableArray`1"] = "ImmutableArray", ["System.Collections.Generic.HashSet`1"] = "HashSet",
        ["System.Collections.Generic.Dictionary`2"] = "Dictionary", ["System.Collections.Generic.KeyValuePair`2"] = "KeyValuePair",
    };

    private static readonly Dictionary<string, string> Accumulator = new()
    {
        ["LambdaSpeed.Aggregation.DoubleSum"] = "DoubleSum", ["LambdaSpeed.Aggregation.DecimalSum"] = "DecimalSum",
        ["LambdaSpeed.Aggregation.Chosen`1"] = "Chosen", ["LambdaSpeed.Aggregation.Distinct`1"] = "Distinct",
        ["LambdaSpeed.Aggregation.ItemCounts`1"] = "ItemCounts", ["LambdaSpeed.Aggregation.Collected`1"] = "Collected",
    };

    private readonly GenerationScope _scope;

    public CodecExpressions(GenerationScope scope) => _scope = scope;

    /// <summary>The expression, or null where the type has no codec.</summary>
    public string? For(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array) return OfArray(array);
        if (type is not INamedTypeSymbol named || named.IsUnboundGenericType) return null;

        var name = MetadataNameOf(named);
        if (BuiltIn.TryGetValue(name, out var property)) return Codec + property;
        if (named.TypeKind == TypeKind.Enum) return _scope.CanSee(named) ? $"{Codec}Enum<{CodecNames.InCode(named)}>()" : null;
        if (IsMemoryOfBytes(named, name)) return Codec + "Memory";
        if (Composed.TryGetValue(name, out var factory)) return Compose(Codec + factory, named.TypeArguments);
        if (Accumulator.TryGetValue(name, out var accumulator))
        {
            return named.IsGenericType ? Compose(Accumulators + accumulator, named.TypeArguments) : Accumulators + accumulator;
        }

        if (name.StartsWith("System.ValueTuple`", StringComparison.Ordinal) && named.TypeArguments.Length <= WidestTuple)
        {
            return Compose(Codec + "Tuple", named.TypeArguments);
        }

        if (_scope.IsRequestedHere(named)) return $"global::{CodecNames.Namespace}.{CodecNames.ClassOf(named)}.Instance";
        return _scope.IsRequestedElsewhere(named) ? $"{Codec}For<{CodecNames.InCode(named)}>()" : null;
    }

    private static string MetadataNameOf(INamedTypeSymbol type) =>
        type.ContainingType is null ? $"{type.ContainingNamespace?.ToDisplayString()}.{type.MetadataName}" : "";

    private static bool IsMemoryOfBytes(INamedTypeSymbol type, string name) =>
        name == "System.ReadOnlyMemory`1" && type.TypeArguments[0].SpecialType == SpecialType.System_Byte;

    private string? OfArray(IArrayTypeSymbol array)
    {
        if (array.Rank != 1) return null;
        return array.ElementType.SpecialType == SpecialType.System_Byte ? Codec + "Bytes" : Compose(Codec + "Array", [array.ElementType]);
    }

    private string? Compose(string factory, IReadOnlyList<ITypeSymbol> parts)
    {
        var expressions = parts.Select(For).ToList();
        return expressions.Contains(null) ? null : $"{factory}({string.Join(", ", expressions)})";
    }
}
