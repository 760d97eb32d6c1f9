namespace LambdaSpeed.Testing;

/// <summary>What users rely on of a replay log, wherever it is kept and however it is opened, clause by clause: to find out whether a file
/// system, a share or a platform is fit for logs.</summary>
/// <remarks>
/// No test framework is needed: a clause that is not kept throws <see cref="ContractViolationException"/>. With xunit:
/// <code>
/// public static TheoryData&lt;string&gt; Clauses => [.. LogContract.Clauses];
///
/// [Theory, MemberData(nameof(Clauses))]
/// public async Task Share_IsFitForLogs(string clause)
/// {
///     await using var harness = new DirectoryLogHarness(share) { OpenedWith = new() { Durability = LogDurability.EveryAppend } };
///     await LogContract.VerifyAsync(clause, harness, TestContext.Current.CancellationToken);
/// }
/// </code>
/// What a spout that reads a log owes is in <see cref="SourceContract"/>.
/// </remarks>
public static partial class LogContract
{
    private static readonly ContractClauses<Func<LogProbe, Task>> _clauses = new(
        nameof(LogContract),
        (nameof(Log_ThatIsNew_IsEmpty), Log_ThatIsNew_IsEmpty),
        (nameof(Offsets_AreDense_InEachPartition), Offsets_AreDense_InEachPartition),
        (nameof(Records_ComeBackAsTheyWere_AtTheNextOpen), Records_ComeBackAsTheyWere_AtTheNextOpen),
        (nameof(Keys_KeepTheirPartition), Keys_KeepTheirPartition),
        (nameof(Seek_ToAnyOffset_GivesTheTail), Seek_ToAnyOffset_GivesTheTail),
        (nameof(Seek_ToAnyTime_GivesWhatIsNotBefore), Seek_ToAnyTime_GivesWhatIsNotBefore),
        (nameof(Reader_BesideTheWriter_SeesEachRecordOnce), Reader_BesideTheWriter_SeesEachRecordOnce),
        (nameof(Writer_IsTheOnlyOne), Writer_IsTheOnlyOne),
        (nameof(Crash_KeepsWhatIsDurable), Crash_KeepsWhatIsDurable),
        (nameof(Crash_AfterCrash_LeavesNoGap), Crash_AfterCrash_LeavesNoGap),
        (nameof(Crash_LetsTheNextWriterIn), Crash_LetsTheNextWriterIn),
        (nameof(Tail_ThatIsTorn_IsCutOff), Tail_ThatIsTorn_IsCutOff),
        (nameof(Consumers_AreIndependent), Consumers_AreIndependent),
        (nameof(Consumer_ThatCommitted_GoesOnBehind_AfterACrash), Consumer_ThatCommitted_GoesOnBehind_AfterACrash),
        (nameof(Retention_DeletesFromTheBeginning_AndSaysSo), Retention_DeletesFromTheBeginning_AndSaysSo),
        (nameof(Retention_KeepsWhatAConsumerNeeds), Retention_KeepsWhatAConsumerNeeds));

    /// <summary>The names of the clauses.</summary>
    public static IReadOnlyList<string> Clauses => _clauses.Names;

    /// <summary>Verifies one clause.</summary>
    /// <param name="clause">One of <see cref="Clauses"/>.</param>
    /// <param name="harness">An empty place; the caller disposes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ContractViolationException">The log does not keep the clause there, or has thrown what it may not.</exception>
    /// <exception cref="ArgumentException">There is no such clause.</exception>
    public static async Task VerifyAsync(string clause, LogHarness harness, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clause);
        ArgumentNullException.ThrowIfNull(harness);
        var verify = _clauses[clause];
        try
        {
            var probe = new LogProbe(clause, harness, cancellationToken);
            await using (probe.ConfigureAwait(false))
            {
                await verify(probe).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (
            exception is not ContractViolationException && !cancellationToken.IsCancellationRequested)
        {
            throw new ContractViolationException(clause, $"{exception.GetType().Name} came unasked: {exception.Message}", exception);
        }
    }
}
