namespace LambdaSpeed;

/// <summary>The name of a realtime view with the types of its keys and values: what a topology hands out and a run is asked for.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">What readers are given for a key.</typeparam>
/// <param name="Name">The name, unique within the topology: the view's identity.</param>
public readonly record struct ViewName<TKey, TValue>(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
