using System.Diagnostics;

namespace LambdaSpeed.Diagnostics;

/// <summary>The names under which traces and metrics are found.</summary>
internal static class LambdaSpeedTelemetry
{
    public const string Name = "LambdaSpeed";

    public static readonly ActivitySource Source = new(Name);
}
