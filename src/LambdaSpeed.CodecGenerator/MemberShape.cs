using Microsoft.CodeAnalysis;

namespace LambdaSpeed.CodecGenerator;

/// <summary>A member that is encoded.</summary>
/// <param name="Symbol">The property or field.</param>
/// <param name="Type">Its type.</param>
/// <param name="Parameter">The constructor's parameter that takes it, or null where it is set.</param>
/// <param name="Since">The version that added it.</param>
internal sealed record MemberShape(ISymbol Symbol, ITypeSymbol Type, IParameterSymbol? Parameter, int Since)
{
    /// <summary>The name as it stands in code.</summary>
    public string Name => Symbol.Name;
}
