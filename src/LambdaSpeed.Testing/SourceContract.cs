namespace LambdaSpeed.Testing;

/// <summary>What every spout with positions (<see cref="IPositionedSpout"/>) owes, whatever it reads, clause by clause.</summary>
/// <remarks>
/// No test framework is needed: a clause that is not kept throws <see cref="ContractViolationException"/>. With xunit:
/// <code>
/// public static TheoryData&lt;string&gt; Clauses => [.. SourceContract.Clauses];
///
/// [Theory, MemberData(nameof(Clauses))]
/// public async Task Source_KeepsItsContract(string clause)
/// {
///     await using var harness = new MySourceHarness();
///     await SourceContract.VerifyAsync(clause, harness, TestContext.Current.CancellationToken);
/// }
/// </code>
/// </remarks>
public static partial class SourceContract
{
    private static readonly ContractClauses<Func<SourceProbe, Task>> _clauses = new(
        nameof(SourceContract),
        (nameof(Records_OfAPartition_KeepTheirOrder), Records_OfAPartition_KeepTheirOrder),
        (nameof(Positions_GrowWithEachRecord), Positions_GrowWithEachRecord),
        (nameof(Seek_ToAnyPosition_GivesTheSameTail), Seek_ToAnyPosition_GivesTheSameTail),
        (nameof(Seek_ToItsEnd_WaitsForWhatComes), Seek_ToItsEnd_WaitsForWhatComes),
        (nameof(Tasks_ShareThePartitions), Tasks_ShareThePartitions),
        (nameof(Run_ThatStopped_GoesOnBehind), Run_ThatStopped_GoesOnBehind),
        (nameof(Run_ThatCrashed_CountsEachRecordOnce), Run_ThatCrashed_CountsEachRecordOnce),
        (nameof(Run_WhoseTaskFails_CountsEachRecordOnce), Run_WhoseTaskFails_CountsEachRecordOnce),
        (nameof(Server_ThatIsAway_IsWaitedFor), Server_ThatIsAway_IsWaitedFor));

    /// <summary>The names of the clauses.</summary>
    public static IReadOnlyList<string> Clauses => _clauses.Names;

    /// <summary>Verifies one clause.</summary>
    /// <param name="clause">One of <see cref="Clauses"/>.</param>
    /// <param name="harness">An empty place; the caller disposes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ContractViolationException">The source does not keep the clause.</exception>
    /// <exception cref="ArgumentException">There is no such clause.</exception>
    public static Task VerifyAsync(string clause, SourceHarness harness, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clause);
        ArgumentNullException.ThrowIfNull(harness);
        var verify = _clauses[clause];
        return verify(new SourceProbe(clause, harness, cancellationToken));
    }
}
