namespace LambdaSpeed;

/// <summary>A window of some number of a key's tuples, in the order in which they came.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Number">Which window of the key it is, from 0.</param>
public readonly record struct CountWindow<TKey>(TKey Key, long Number)
    where TKey : notnull;
