namespace LambdaSpeed;

/// <summary>Where a keyed bolt declares, while it opens, the state it keeps for each key.</summary>
public interface IKeyedStateRegistry
{
    /// <summary>Declares one value for each key.</summary>
    /// <typeparam name="T">The value.</typeparam>
    /// <param name="name">The name of the state, unique within the bolt: its identity in checkpoints.</param>
    IValueState<T> Value<T>(string name);
}
