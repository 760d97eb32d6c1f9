namespace LambdaSpeed.Testing;

/// <summary>A failure that a test has ordered.</summary>
/// <param name="message">Where it was thrown.</param>
public sealed class InjectedFaultException(string message) : LambdaSpeedException(message);
