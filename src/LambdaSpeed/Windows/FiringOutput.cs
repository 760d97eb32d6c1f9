namespace LambdaSpeed.Windows;

/// <summary>When results of windows are put out, and where.</summary>
/// <param name="Policy">When.</param>
/// <param name="Output">The output of the component.</param>
internal sealed record FiringOutput(FiringPolicy Policy, int Output);
