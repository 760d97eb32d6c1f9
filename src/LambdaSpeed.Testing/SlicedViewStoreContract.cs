namespace LambdaSpeed.Testing;

/// <summary>What every <see cref="ISlicedViewStore{TKey, TValue}"/> owes beyond a view store: slices that are kept apart and dropped at one
/// stroke, clause by clause.</summary>
/// <remarks>Used like <see cref="ViewStoreContract"/>, which the same store keeps as well: <see cref="SlicedAsOneHarness"/>.</remarks>
public static partial class SlicedViewStoreContract
{
    private static readonly ContractClauses<Func<SlicedViewStoreProbe, Task>> _clauses = new(
        nameof(SlicedViewStoreContract),
        (nameof(Slices_AreKeptApart), Slices_AreKeptApart),
        (nameof(Slices_InAnyOrder_AreKept), Slices_InAnyOrder_AreKept),
        (nameof(Drop_TakesASlice_AndLeavesTheOthers), Drop_TakesASlice_AndLeavesTheOthers),
        (nameof(Drop_OfSlicesThatAreNotThere_ChangesNothing), Drop_OfSlicesThatAreNotThere_ChangesNothing),
        (nameof(Drop_OfAllSlices_EmptiesTheView), Drop_OfAllSlices_EmptiesTheView),
        (nameof(Drop_Repeated_ChangesNothing), Drop_Repeated_ChangesNothing),
        (nameof(Drop_ThatComesLate_ChangesNothing), Drop_ThatComesLate_ChangesNothing),
        (nameof(Drop_OfAnEarlierIncarnation_IsFencedOff), Drop_OfAnEarlierIncarnation_IsFencedOff),
        (nameof(Drop_FromWhatTheStoreDoesNotHold_IsRefused), Drop_FromWhatTheStoreDoesNotHold_IsRefused),
        (nameof(Drop_ThatIsCancelled_LeavesTheSlice), Drop_ThatIsCancelled_LeavesTheSlice),
        (nameof(Drop_OfOneView_LeavesOtherViews), Drop_OfOneView_LeavesOtherViews),
        (nameof(Drop_ReadMeanwhile_ShowsWholeEpochs), Drop_ReadMeanwhile_ShowsWholeEpochs),
        (nameof(Slice_ThatWasDropped_ComesBack), Slice_ThatWasDropped_ComesBack),
        (nameof(Replace_LeavesNothingOfOtherSlices), Replace_LeavesNothingOfOtherSlices),
        (nameof(Store_OpenedAgain_Drops), Store_OpenedAgain_Drops));

    /// <summary>The names of the clauses.</summary>
    public static IReadOnlyList<string> Clauses => _clauses.Names;

    /// <summary>Verifies one clause.</summary>
    /// <param name="clause">One of <see cref="Clauses"/>.</param>
    /// <param name="harness">An empty place; the caller disposes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ContractViolationException">The store does not keep the clause.</exception>
    /// <exception cref="ArgumentException">There is no such clause.</exception>
    public static async Task VerifyAsync(string clause, SlicedViewStoreHarness harness, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clause);
        ArgumentNullException.ThrowIfNull(harness);
        var verify = _clauses[clause];
        var store = harness.Open();
        await using (store.ConfigureAwait(false))
        {
            await verify(new SlicedViewStoreProbe(clause, harness, store, cancellationToken)).ConfigureAwait(false);
        }
    }
}
