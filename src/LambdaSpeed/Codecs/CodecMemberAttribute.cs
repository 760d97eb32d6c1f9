namespace LambdaSpeed;

/// <summary>Says how a member takes part in the codec generated for its type.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class CodecMemberAttribute : Attribute
{
    /// <summary>The version of the type in which the member was added, from 2 to 255.</summary>
    /// <value>1: there from the beginning.</value>
    /// <remarks>Bytes of an older version are read with the constructor's default for the member, or its type's.</remarks>
    public int Since { get; set; } = 1;
}
