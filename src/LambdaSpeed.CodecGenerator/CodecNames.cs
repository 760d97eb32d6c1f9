using System.Globalization;
using Microsoft.CodeAnalysis;

namespace LambdaSpeed.CodecGenerator;

/// <summary>How types and their codecs are named: in code, in schemas, in messages.</summary>
internal static class CodecNames
{
    public const string Namespace = "LambdaSpeed.Generated";

    private static readonly SymbolDisplayFormat SchemaFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The type's full name in code.</summary>
    public static string InCode(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The type's name in schemas.</summary>
    public static string InSchema(ITypeSymbol type) => type.ToDisplayString(SchemaFormat).Replace(" ", "");

    /// <summary>The type's name in messages.</summary>
    public static string InMessage(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);

    /// <summary>The name of the class generated for a type: readable, and made unique by a hash of the full name (FNV-1a).</summary>
    public static string ClassOf(ITypeSymbol type)
    {
        var hash = 2166136261u;
        foreach (var unit in InCode(type)) hash = unchecked((hash ^ unit) * 16777619u);
        return type.Name + "Codec_" + hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
