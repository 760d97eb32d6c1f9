namespace LambdaSpeed.Tests.Fixtures;

/// <summary>What a test's component throws.</summary>
internal sealed class TestFailure(string message = "as the test wants") : Exception(message);
