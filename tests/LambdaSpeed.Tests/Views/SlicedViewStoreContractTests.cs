using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Views;

/// <summary>The contract of stores that keep slices apart: the simplest store keeps it, those that do half of it do not.</summary>
public sealed class SlicedViewStoreContractTests
{
    public static TheoryData<string> Clauses => [.. SlicedViewStoreContract.Clauses];

    public static TheoryData<string> ClausesThatDrop =>
    [
        .. SlicedViewStoreContract.Clauses.Except(
        [
            "Slices_AreKeptApart", "Drop_OfSlicesThatAreNotThere_ChangesNothing", "Drop_FromWhatTheStoreDoesNotHold_IsRefused",
            "Drop_OfAnEarlierIncarnation_IsFencedOff", "Replace_LeavesNothingOfOtherSlices",
        ]),
    ];

    public static TheoryData<string> PlainClauses => [.. ViewStoreContract.Clauses];

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task Store_KeepsItsContract(string clause)
    {
        await using var harness = new Place(new MemorySlices());
        await SlicedViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    [Theory]
    [MemberData(nameof(PlainClauses))]
    public async Task Store_KeepsTheContractOfAnyStore(string clause)
    {
        await using var harness = new SlicedAsOneHarness(new Place(new MemorySlices()));
        await ViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    [Theory]
    [MemberData(nameof(ClausesThatDrop))]
    public async Task StoreThatForgetsToDrop_Violates_WhateverDrops(string clause)
    {
        await using var harness = new Place(new ForgetfulSlices());
        await Assert.ThrowsAsync<ContractViolationException>(() => SlicedViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel));
    }

    private sealed class Place(ISlicedViewStore<string, long> store) : SlicedViewStoreHarness
    {
        public override ISlicedViewStore<string, long> Open() => store;

        public override ValueTask<IReadOnlyDictionary<SliceKey<string>, long>> ReadAsync(string view, CancellationToken cancellationToken) =>
            new(store is ForgetfulSlices forgetful ? forgetful.Read(view) : ((MemorySlices)store).Read(view));
    }

    private sealed class ForgetfulSlices : ISlicedViewStore<string, long>
    {
        private readonly MemorySlices _inner = new();

        public bool IsAtomic => true;

        public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) =>
            _inner.ReadMarkAsync(view, cancellationToken);

        public ValueTask ApplyAsync(
            string view, IReadOnlyCollection<int> dropped, IReadOnlyCollection<ViewChange<SliceKey<string>, long>> changes, ViewMark since,
            ViewMark mark, CancellationToken cancellationToken) =>
            _inner.ApplyAsync(view, dropped: [], changes, since, mark, cancellationToken);

        public ValueTask ReplaceAsync(
            string view, IAsyncEnumerable<KeyValuePair<SliceKey<string>, long>> content, ViewMark mark, CancellationToken cancellationToken) =>
            _inner.ReplaceAsync(view, content, mark, cancellationToken);

        public IReadOnlyDictionary<SliceKey<string>, long> Read(string view) => _inner.Read(view);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
