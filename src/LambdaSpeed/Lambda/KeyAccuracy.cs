using System.Globalization;

namespace LambdaSpeed;

/// <summary>How near the realtime answer for a key was.</summary>
/// <param name="Key">The key, as text; of a window with its bounds.</param>
/// <param name="Realtime">What had been shown; what no tuples amount to when the key was not there, and null when the window was
/// not.</param>
/// <param name="Batch">What the batch view says, likewise.</param>
/// <param name="Error">The difference relative to what the batch view says, 1 where that is zero or no finite number. Of results that
/// are no numbers, and of windows that one side alone has: 0 when they are equal, else 1.</param>
public sealed record KeyAccuracy(string Key, object? Realtime, object? Batch, double Error)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Key}: {Realtime} instead of {Batch} ({Error:P2})");
}
