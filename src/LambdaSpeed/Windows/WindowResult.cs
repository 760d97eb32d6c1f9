namespace LambdaSpeed;

/// <summary>What a window of a key amounts to.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TResult">The results.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Start">The window's first instant; of a session, the time of its first tuple.</param>
/// <param name="End">The first instant behind the window; of a session, the time of its last tuple.</param>
/// <param name="Value">What its tuples amount to.</param>
/// <param name="IsFinal">Is it certain that no tuple will change it any more? Until then the result is what has come so far.</param>
public readonly record struct WindowResult<TKey, TResult>(
    TKey Key, DateTimeOffset Start, DateTimeOffset End, TResult Value, bool IsFinal);
