namespace LambdaSpeed;

/// <summary>An item and how much of it there is: what <c>TopN</c> gives readers.</summary>
/// <typeparam name="TItem">The item.</typeparam>
/// <param name="Item">The item.</param>
/// <param name="Weight">How often it came, or the sum of its weights.</param>
public readonly record struct WeightedItem<TItem>(TItem Item, long Weight);
