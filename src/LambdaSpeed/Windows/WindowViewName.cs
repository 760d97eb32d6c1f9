namespace LambdaSpeed;

/// <summary>The name of a view of windows with the types of its keys and results: what a topology hands out and a run is asked
/// for.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TResult">What readers are given for a window.</typeparam>
/// <param name="Name">The name, unique within the topology: the view's identity.</param>
public readonly record struct WindowViewName<TKey, TResult>(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
