namespace LambdaSpeed.Topologies;

/// <summary>What can be wrong with the type of a key.</summary>
internal static class KeyProblems
{
    public static IEnumerable<TopologyProblem> Of<TKey>(string component, ICodec<TKey>? codec)
    {
        if (codec is null)
        {
            yield return new(component, $"the key type {typeof(TKey)} has no codec",
                "mark the type with [GenerateCodec], or the assembly with [assembly: GenerateCodec(typeof(…))], or pass a codec");
        }
        else if (!codec.IsKey)
        {
            yield return new(component, $"the type {typeof(TKey)} cannot be a key: values that are equal may differ in their bytes",
                "group by a type whose equality is by value, such as a string, a number or a record of them");
        }
    }
}
