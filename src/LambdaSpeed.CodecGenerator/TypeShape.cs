using Microsoft.CodeAnalysis;

namespace LambdaSpeed.CodecGenerator;

/// <summary>How values of a type are taken apart and made again.</summary>
/// <param name="Type">The type.</param>
/// <param name="Constructor">The constructor to call.</param>
/// <param name="Members">The encoded members, in the order of declaration.</param>
/// <param name="HasContentEquality">Whether the type's equality is known to be by its members.</param>
internal sealed record TypeShape(
    INamedTypeSymbol Type,
    IMethodSymbol Constructor,
    IReadOnlyList<MemberShape> Members,
    bool HasContentEquality)
{
    /// <summary>The version written: that of the member added last.</summary>
    public int Version => Members.Count == 0 ? 1 : Math.Max(1, Members.Max(member => member.Since));
}
