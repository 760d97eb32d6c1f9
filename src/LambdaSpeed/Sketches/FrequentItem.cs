namespace LambdaSpeed.Sketches;

/// <summary>An item that is frequent, with what its true weight is between.</summary>
/// <typeparam name="TItem">The items.</typeparam>
/// <param name="Item">The item.</param>
/// <param name="LowerBound">The true weight is at least this.</param>
/// <param name="UpperBound">The true weight is at most this; it is also the estimate.</param>
public readonly record struct FrequentItem<TItem>(TItem Item, long LowerBound, long UpperBound)
{
    /// <summary>The estimated weight, which never is too low.</summary>
    public long Estimate => UpperBound;
}
