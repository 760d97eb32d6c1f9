namespace LambdaSpeed.Topologies;

/// <summary>The types of a view.</summary>
/// <param name="Key">The keys.</param>
/// <param name="Value">What readers are given for a key.</param>
internal readonly record struct ViewTypes(Type Key, Type Value)
{
    public static ViewTypes Of<TKey, TValue>() => new(typeof(TKey), typeof(TValue));

    public override string ToString() => $"keys of {Key} and values of {Value}";
}
