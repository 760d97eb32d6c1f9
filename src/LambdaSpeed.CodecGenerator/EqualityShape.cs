using Microsoft.CodeAnalysis;

namespace LambdaSpeed.CodecGenerator;

/// <summary>Decides whether a type's equality is by its members: that of records and plain structs, unless they write their own.</summary>
internal static class EqualityShape
{
    public static bool IsByMembers(INamedTypeSymbol type)
    {
        var isRecord = false;
        for (var current = type; IsOwn(current); current = current.BaseType!)
        {
            foreach (var equals in current.GetMembers("Equals").OfType<IMethodSymbol>().Where(method => method.Parameters.Length == 1))
            {
                if (!IsWrittenByCompiler(equals)) return false;
                isRecord = true;
            }
        }

        return isRecord || type.IsRecord || type.IsValueType;
    }

    private static bool IsOwn(INamedTypeSymbol? type) =>
        type is not null && type.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType);

    private static bool IsWrittenByCompiler(IMethodSymbol method) =>
        method.IsImplicitlyDeclared || method.GetAttributes().Any(mark => mark.AttributeClass?.Name == "CompilerGeneratedAttribute");
}
