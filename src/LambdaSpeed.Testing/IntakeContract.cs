namespace LambdaSpeed.Testing;

/// <summary>What every <see cref="IAcknowledgingSource{TMessage}"/> owes, and an intake that reads it, clause by clause.</summary>
/// <remarks>
/// No test framework is needed: a clause that is not kept throws <see cref="ContractViolationException"/>. With xunit:
/// <code>
/// public static TheoryData&lt;string&gt; Clauses => [.. IntakeContract.Clauses];
///
/// [Theory, MemberData(nameof(Clauses))]
/// public async Task Source_KeepsItsContract(string clause)
/// {
///     await using var harness = new MyQueueHarness();
///     await IntakeContract.VerifyAsync(clause, harness, TestContext.Current.CancellationToken);
/// }
/// </code>
/// </remarks>
public static class IntakeContract
{
    /// <summary>The names of the clauses.</summary>
    public static IReadOnlyList<string> Clauses => IntakeClauses<object>.All.Names;

    /// <summary>Verifies one clause.</summary>
    /// <typeparam name="TMessage">The messages of the source.</typeparam>
    /// <param name="clause">One of <see cref="Clauses"/>.</param>
    /// <param name="harness">An empty place; the caller disposes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ContractViolationException">The source does not keep the clause.</exception>
    /// <exception cref="ArgumentException">There is no such clause.</exception>
    public static async Task VerifyAsync<TMessage>(string clause, IntakeHarness<TMessage> harness, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clause);
        ArgumentNullException.ThrowIfNull(harness);
        var verify = IntakeClauses<TMessage>.All[clause];
        var probe = new IntakeProbe<TMessage>(clause, harness, cancellationToken);
        await using (probe.ConfigureAwait(false)) await verify(probe).ConfigureAwait(false);
    }
}
