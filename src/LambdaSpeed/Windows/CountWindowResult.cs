namespace LambdaSpeed;

/// <summary>What a window of some number of tuples amounts to.</summary>
/// <typeparam name="TResult">The results.</typeparam>
/// <param name="Value">What its tuples amount to.</param>
/// <param name="Count">How many have come.</param>
/// <param name="IsFull">Are those all, so that the value does not change any more?</param>
public readonly record struct CountWindowResult<TResult>(TResult Value, long Count, bool IsFull);
