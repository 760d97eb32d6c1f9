using Microsoft.CodeAnalysis;

namespace LambdaSpeed.CodecGenerator;

/// <summary>One wish for a codec, by an attribute.</summary>
/// <param name="Type">The type.</param>
/// <param name="Location">Where the wish stands.</param>
/// <param name="IsKey">Whether the program vouches that the type's equality is by its members.</param>
internal sealed record CodecRequest(ITypeSymbol Type, Location? Location, bool IsKey)
{
    public static bool SaysKey(AttributeData mark) =>
        mark.NamedArguments.Any(argument => argument.Key == "IsKey" && argument.Value.Value is true);
}
