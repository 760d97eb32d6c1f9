namespace LambdaSpeed.Tests.Oracles;

/// <summary>The seed of a random topology.</summary>
public sealed record Seed(int Number);
