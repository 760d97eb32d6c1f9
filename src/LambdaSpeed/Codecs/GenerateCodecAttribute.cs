namespace LambdaSpeed;

/// <summary>Has a codec written at compile time, and registered when the assembly starts.</summary>
/// <remarks>
/// On a record, class or struct: for that type. On the assembly: for a closed generic, an enum or a type of others, as in
/// <c>[assembly: GenerateCodec(typeof((string, int)))]</c>. Encoded are the members that the constructor takes or that can be set,
/// in the order of declaration; see <c>docs/formats/codecs.md</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class GenerateCodecAttribute : Attribute
{
    /// <summary>Asks for the codec of the type that bears the attribute.</summary>
    public GenerateCodecAttribute()
    {
    }

    /// <summary>Asks, from the assembly, for the codec of a type.</summary>
    /// <param name="type">The type.</param>
    public GenerateCodecAttribute(Type type) => Type = type;

    /// <summary>The type asked for, where the attribute stands on the assembly.</summary>
    public Type? Type { get; }

    /// <summary>Says that the equality the type writes itself is by the content of all encoded members: its values can be keys.</summary>
    /// <value>False: a type that writes its own equality is not a key. Records and plain structs need not say so.</value>
    public bool IsKey { get; set; }
}
