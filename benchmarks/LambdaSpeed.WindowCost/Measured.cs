namespace LambdaSpeed.WindowCost;

/// <summary>What one run came to.</summary>
/// <param name="Nanoseconds">For each event.</param>
/// <param name="ReadMicroseconds">To read all windows of a key at an instant.</param>
/// <param name="Windows">How many these were.</param>
/// <param name="Entries">What the view holds: panes, or keys.</param>
internal readonly record struct Measured(double Nanoseconds, double ReadMicroseconds, int Windows, long Entries);
