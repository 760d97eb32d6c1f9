namespace LambdaSpeed.Testing;

/// <summary>What was put to the test does not keep its contract.</summary>
public sealed class ContractViolationException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="clause">The clause that is not kept.</param>
    /// <param name="violation">What was owed, and what came.</param>
    /// <param name="innerException">What was thrown instead, if anything.</param>
    public ContractViolationException(string clause, string violation, Exception? innerException = null)
        : base($"{clause}: {violation}", innerException) => Clause = clause;

    /// <summary>The clause that is not kept.</summary>
    public string Clause { get; }
}
