namespace LambdaSpeed;

/// <summary>What a window of a key has put out: a tuple of the stream that <c>ToStream</c> makes.</summary>
/// <remarks>Its event time is the last instant of the window; of a session, the last at which a tuple could have joined it. So it falls
/// into the later window that holds this one, where windows are put behind windows.</remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TResult">The results.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Start">The window's first instant; of a session, the time of its first tuple.</param>
/// <param name="End">The first instant behind the window; of a session, the time of its last tuple.</param>
/// <param name="Value">What its tuples amount to; with <see cref="FiringMode.Discarding"/>, those since the last firing.</param>
/// <param name="Kind">Why it has fired; of a retraction, why the one behind it has.</param>
/// <param name="Index">Which firing of the window it is, from 0; of a retraction, the one that is taken back. Of sessions that have become
/// one, the higher number is counted on.</param>
/// <param name="IsRetraction">Is the value to be taken back, rather than to be added?</param>
public readonly record struct WindowFiring<TKey, TResult>(
    TKey Key, DateTimeOffset Start, DateTimeOffset End, TResult Value, FiringKind Kind, int Index, bool IsRetraction);
