namespace LambdaSpeed.Tasks.Firings;

/// <summary>A window, or of sessions a key, that has to be looked at.</summary>
/// <param name="Key">The key.</param>
/// <param name="Hash">The key's hash.</param>
/// <param name="Start">The window's first instant; 0 of sessions, which have no place of their own.</param>
internal readonly record struct DueWindow<TKey>(TKey Key, uint Hash, long Start);
