namespace LambdaSpeed;

/// <summary>A view as of one published epoch: whatever is read from it, of any key, belongs to that epoch.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">What readers are given for a key.</typeparam>
public interface IViewSnapshot<TKey, TValue> : IViewReader<TKey, TValue>, IDisposable
    where TKey : notnull
{
    /// <summary>The epoch.</summary>
    EpochId Epoch { get; }
}
