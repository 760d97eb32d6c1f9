namespace LambdaSpeed.Testing;

/// <summary>What every <see cref="ICheckpointStore"/> owes, whatever it is made of, clause by clause.</summary>
/// <remarks>
/// No test framework is needed: a clause that is not kept throws <see cref="ContractViolationException"/>. With xunit:
/// <code>
/// public static TheoryData&lt;string&gt; Clauses => [.. CheckpointStoreContract.Clauses];
///
/// [Theory, MemberData(nameof(Clauses))]
/// public void Store_KeepsItsContract(string clause)
/// {
///     using var harness = new MyStoreHarness();
///     CheckpointStoreContract.Verify(clause, harness);
/// }
/// </code>
/// What the contract cannot see from within a process is to be tested beside it: a process that is killed while it commits, a disk that is
/// full.
/// </remarks>
public static partial class CheckpointStoreContract
{
    private static readonly ContractClauses<Action<CheckpointStoreProbe>> _clauses = new(
        nameof(CheckpointStoreContract),
        (nameof(Store_ThatIsNew_HasNothing), Store_ThatIsNew_HasNothing),
        (nameof(Store_DescribesItself), Store_DescribesItself),
        (nameof(Open_OfNoName_IsRefused), Open_OfNoName_IsRefused),
        (nameof(Open_Twice_IsLockedOut_UntilTheFirstIsDisposed), Open_Twice_IsLockedOut_UntilTheFirstIsDisposed),
        (nameof(Open_ByAnotherStore_SeesTheSame), Open_ByAnotherStore_SeesTheSame),
        (nameof(Incarnation_GrowsAtEachOpen), Incarnation_GrowsAtEachOpen),
        (nameof(Topologies_AreApart), Topologies_AreApart),
        (nameof(Topologies_OfAnyName_AreToldApart), Topologies_OfAnyName_AreToldApart),
        (nameof(Commits_AreThereAtTheNextOpen), Commits_AreThereAtTheNextOpen),
        (nameof(Commit_ThatChangesNothing_MovesTheEpoch), Commit_ThatChangesNothing_MovesTheEpoch),
        (nameof(Commit_OfNoLaterEpoch_IsRefused), Commit_OfNoLaterEpoch_IsRefused),
        (nameof(Commit_WithoutSection_IsRefused_AndChangesNothing), Commit_WithoutSection_IsRefused_AndChangesNothing),
        (nameof(Commit_OfOneKeyTwice_KeepsTheLaterEntry), Commit_OfOneKeyTwice_KeepsTheLaterEntry),
        (nameof(Commits_InGreatNumber_AreKept), Commits_InGreatNumber_AreKept),
        (nameof(Keys_OfAnyBytes_AreToldApart), Keys_OfAnyBytes_AreToldApart),
        (nameof(Sections_OfAnyName_AreToldApart), Sections_OfAnyName_AreToldApart),
        (nameof(Blocks_AndEntriesOfAnyLength_ComeBack), Blocks_AndEntriesOfAnyLength_ComeBack),
        (nameof(State_CanBeReadBetweenCommits), State_CanBeReadBetweenCommits),
        (nameof(State_ComesInPiecesOfBoundedLength), State_ComesInPiecesOfBoundedLength),
        (nameof(State_WhoseHandlerThrows_ThrowsTheSame), State_WhoseHandlerThrows_ThrowsTheSame),
        (nameof(Retain_KeepsWhatIsNamed), Retain_KeepsWhatIsNamed),
        (nameof(Journal_ThatIsDisposed_WritesNoMore), Journal_ThatIsDisposed_WritesNoMore),
        (nameof(Use_OfAnyKind_KeepsTheFoldOfAllCommits), Use_OfAnyKind_KeepsTheFoldOfAllCommits),
        (nameof(Keys_AreRead_AsCommitted), Keys_AreRead_AsCommitted),
        (nameof(Keys_AreWalkedThrough_InOrder), Keys_AreWalkedThrough_InOrder),
        (nameof(Keys_OfAllSizes_AreReadTogether), Keys_OfAllSizes_AreReadTogether),
        (nameof(Keys_WhoseHandlerThrows_ThrowTheSame), Keys_WhoseHandlerThrows_ThrowTheSame),
        (nameof(Keys_OfADisposedJournal_AreNotRead), Keys_OfADisposedJournal_AreNotRead),
        (nameof(Keys_ReadBesideCommits_AreOfOneOfThem), Keys_ReadBesideCommits_AreOfOneOfThem),
        (nameof(State_OfSomeSections_IsHandedOverAlone), State_OfSomeSections_IsHandedOverAlone),
        (nameof(Snapshot_OfAStoreThatTakesNone_IsNeverWanted), Snapshot_OfAStoreThatTakesNone_IsNeverWanted),
        (nameof(Snapshot_GivesTheSameState), Snapshot_GivesTheSameState),
        (nameof(Snapshot_IsWrittenBesideCommits), Snapshot_IsWrittenBesideCommits),
        (nameof(Snapshot_OfAnEarlierCommit_GivesTheSameState), Snapshot_OfAnEarlierCommit_GivesTheSameState),
        (nameof(Snapshot_AfterSnapshot_GivesTheSameState), Snapshot_AfterSnapshot_GivesTheSameState),
        (nameof(Snapshot_ThatIsGivenUp_ChangesNothing), Snapshot_ThatIsGivenUp_ChangesNothing),
        (nameof(Snapshot_OfWhatWasNotCommitted_IsRefused), Snapshot_OfWhatWasNotCommitted_IsRefused),
        (nameof(Snapshot_OfNoLaterEpochThanTheLast_IsRefused), Snapshot_OfNoLaterEpochThanTheLast_IsRefused),
        (nameof(Snapshot_ThroughWhatIsNotCommitted_IsRefused), Snapshot_ThroughWhatIsNotCommitted_IsRefused),
        (nameof(Snapshot_BesideAnother_IsRefused), Snapshot_BesideAnother_IsRefused),
        (nameof(Snapshot_ThatIsComplete_TakesNothingMore), Snapshot_ThatIsComplete_TakesNothingMore),
        (nameof(Snapshot_OfADisposedJournal_IsNotPublished), Snapshot_OfADisposedJournal_IsNotPublished),
        (nameof(Snapshot_IsWanted_WhenChangesHaveGrown_AndNoMoreAfterIt), Snapshot_IsWanted_WhenChangesHaveGrown_AndNoMoreAfterIt),
        (nameof(Snapshot_ThatIsGivenUp_IsWantedAgain_ButNotAtOnce), Snapshot_ThatIsGivenUp_IsWantedAgain_ButNotAtOnce),
        (nameof(Snapshot_OnAnotherThread_LetsCommitsGoOn), Snapshot_OnAnotherThread_LetsCommitsGoOn),
        (nameof(Directory_AsAKilledProcessLeavesIt_HasEveryCommit), Directory_AsAKilledProcessLeavesIt_HasEveryCommit),
        (nameof(Directory_ThatIsDamaged_IsRefused_OrGivesACommittedState), Directory_ThatIsDamaged_IsRefused_OrGivesACommittedState));

    /// <summary>The names of the clauses. Those of snapshots, of single keys and of directories hold of
    /// themselves where there are none.</summary>
    public static IReadOnlyList<string> Clauses => _clauses.Names;

    /// <summary>Verifies one clause; blocks for as long as the store does.</summary>
    /// <param name="clause">One of <see cref="Clauses"/>.</param>
    /// <param name="harness">An empty place; the caller disposes it.</param>
    /// <exception cref="ContractViolationException">The store does not keep the clause, or has thrown what it may not.</exception>
    /// <exception cref="ArgumentException">There is no such clause.</exception>
    public static void Verify(string clause, CheckpointStoreHarness harness)
    {
        ArgumentNullException.ThrowIfNull(clause);
        ArgumentNullException.ThrowIfNull(harness);
        var verify = _clauses[clause];
        try
        {
            using var probe = new CheckpointStoreProbe(clause, harness);
            verify(probe);
        }
        catch (Exception exception) when (exception is not ContractViolationException)
        {
            throw new ContractViolationException(clause, $"{exception.GetType().Name} came unasked: {exception.Message}", exception);
        }
    }
}
