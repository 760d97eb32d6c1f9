using Microsoft.CodeAnalysis;

namespace LambdaSpeed.CodecGenerator;

/// <summary>The fields of a type in this program that its codec leaves out.</summary>
internal static class LostFields
{
    public static IEnumerable<IFieldSymbol> Of(TypeShape shape)
    {
        var encoded = new HashSet<string>(shape.Members.Select(member => member.Name), StringComparer.Ordinal);
        return shape.Type.GetMembers()
            .OfType<IFieldSymbol>()
            .Where(field => !field.IsStatic && !field.IsConst && field.Locations.Any(place => place.IsInSource))
            .Where(field => !encoded.Contains((field.AssociatedSymbol ?? field).Name));
    }
}
