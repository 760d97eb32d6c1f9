using System.Globalization;

namespace LambdaSpeed;

/// <summary>How a run came to restart, by <see cref="SpeedLayerOptions.Restart"/>.</summary>
/// <param name="Failures">Failures since the run was last well, this one included.</param>
/// <param name="Failure">The message of the failure.</param>
/// <param name="Due">When the next attempt is made, by the run's clock; null once it has been made and runs.</param>
public sealed record RestartDescription(int Failures, string Failure, DateTimeOffset? Due)
{
    /// <summary>In one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Due is { } due ? $"waits to restart at {due:O}" : "restarted")} after failure {Failures}: {Failure}");
}
