namespace LambdaSpeed.Yardsticks;

/// <summary>A contender gave a wrong result; its figures mean nothing.</summary>
public sealed class CheckFailedException(string message) : Exception(message);
