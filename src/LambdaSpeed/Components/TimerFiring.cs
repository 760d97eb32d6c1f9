namespace LambdaSpeed;

/// <summary>A timer that is due.</summary>
/// <param name="Name">The name it was declared with.</param>
/// <param name="Due">The time it was set to, in UTC.</param>
public readonly record struct TimerFiring(string Name, DateTimeOffset Due);
