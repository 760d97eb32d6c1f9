namespace LambdaSpeed.Testing;

/// <summary>What every <see cref="IViewStore{TKey, TValue}"/> owes, whatever it is made of, clause by clause.</summary>
/// <remarks>
/// No test framework is needed: a clause that is not kept throws <see cref="ContractViolationException"/>. With xunit:
/// <code>
/// public static TheoryData&lt;string&gt; Clauses => [.. ViewStoreContract.Clauses];
///
/// [Theory, MemberData(nameof(Clauses))]
/// public async Task Store_KeepsItsContract(string clause)
/// {
///     await using var harness = new MyStoreHarness();
///     await ViewStoreContract.VerifyAsync(clause, harness, TestContext.Current.CancellationToken);
/// }
/// </code>
/// </remarks>
public static partial class ViewStoreContract
{
    private static readonly ContractClauses<Func<ViewStoreProbe, Task>> _clauses = new(
        nameof(ViewStoreContract),
        (nameof(Mark_OfAViewThatWasNeverHeld_IsNone), Mark_OfAViewThatWasNeverHeld_IsNone),
        (nameof(Apply_Puts_AddsAndOverwrites), Apply_Puts_AddsAndOverwrites),
        (nameof(Apply_Removals_DeletesWhatIsThere), Apply_Removals_DeletesWhatIsThere),
        (nameof(Apply_PutAfterRemoval_BringsTheKeyBack), Apply_PutAfterRemoval_BringsTheKeyBack),
        (nameof(Apply_Repeated_ChangesNothing), Apply_Repeated_ChangesNothing),
        (nameof(Apply_OfNothing_MovesTheMark), Apply_OfNothing_MovesTheMark),
        (nameof(Apply_OfSeveralEpochs_MovesTheMark), Apply_OfSeveralEpochs_MovesTheMark),
        (nameof(Apply_ReadMeanwhile_ShowsWholeEpochs), Apply_ReadMeanwhile_ShowsWholeEpochs),
        (nameof(Replace_LeavesNothingOfTheOldContent), Replace_LeavesNothingOfTheOldContent),
        (nameof(Replace_ByNothing_EmptiesTheView), Replace_ByNothing_EmptiesTheView),
        (nameof(Replace_ThatFailsHalfWay_ShowsTheOldContent), Replace_ThatFailsHalfWay_ShowsTheOldContent),
        (nameof(Replace_UntilItIsWhole_ShowsTheOldContent), Replace_UntilItIsWhole_ShowsTheOldContent),
        (nameof(Replace_ReadMeanwhile_ShowsOldOrNew), Replace_ReadMeanwhile_ShowsOldOrNew),
        (nameof(Views_OfOtherNames_AreLeftAlone), Views_OfOtherNames_AreLeftAlone),
        (nameof(Views_WrittenAtOnce_AreAllWritten), Views_WrittenAtOnce_AreAllWritten),
        (nameof(Keys_OfAnyCharacters_AreToldApart), Keys_OfAnyCharacters_AreToldApart),
        (nameof(Keys_InGreatNumber_AreKept), Keys_InGreatNumber_AreKept),
        (nameof(Values_OfAnySize_AreKept), Values_OfAnySize_AreKept),
        (nameof(Writer_OfAnEarlierIncarnation_IsFencedOff), Writer_OfAnEarlierIncarnation_IsFencedOff),
        (nameof(Writer_ThatIsOvertaken_IsFencedOff), Writer_ThatIsOvertaken_IsFencedOff),
        (nameof(Write_ThatComesLate_ChangesNothing), Write_ThatComesLate_ChangesNothing),
        (nameof(Changes_OfWhatTheStoreDoesNotHold_AreRefused), Changes_OfWhatTheStoreDoesNotHold_AreRefused),
        (nameof(Call_ThatIsCancelled_LeavesTheOldContent), Call_ThatIsCancelled_LeavesTheOldContent),
        (nameof(Store_OpenedAgain_GoesOn), Store_OpenedAgain_GoesOn));

    /// <summary>The names of the clauses.</summary>
    public static IReadOnlyList<string> Clauses => _clauses.Names;

    /// <summary>Verifies one clause.</summary>
    /// <param name="clause">One of <see cref="Clauses"/>.</param>
    /// <param name="harness">An empty place; the caller disposes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ContractViolationException">The store does not keep the clause.</exception>
    /// <exception cref="ArgumentException">There is no such clause.</exception>
    public static async Task VerifyAsync(string clause, ViewStoreHarness harness, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clause);
        ArgumentNullException.ThrowIfNull(harness);
        var verify = _clauses[clause];
        var store = harness.Open();
        await using (store.ConfigureAwait(false))
        {
            await verify(new ViewStoreProbe(clause, harness, store, cancellationToken)).ConfigureAwait(false);
        }
    }
}
