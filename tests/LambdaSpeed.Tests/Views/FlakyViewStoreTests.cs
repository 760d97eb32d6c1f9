using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Views;

/// <summary>The kit is put to the test: what fails as ordered is a store while it does not, and the contract finds stores that are none.</summary>
public sealed class FlakyViewStoreTests
{
    public static TheoryData<string> Clauses => [.. ViewStoreContract.Clauses];

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task Store_WhileItDoesNotFail_KeepsItsContract(string clause)
    {
        await using var harness = new MemoryViewStoreHarness(inner => new FlakyViewStore<string, long>(inner));
        await ViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    [Fact]
    public async Task FirstWrites_FailInEachOfTheWays()
    {
        var inner = new MemoryViewStore<string, long>();
        var store = new FlakyViewStore<string, long>(inner) { Writes = FaultPlan.First(3) };

        await Assert.ThrowsAsync<InjectedFaultException>(() => WriteAsync(1));
        await Assert.ThrowsAsync<TaskCanceledException>(() => WriteAsync(2));
        Assert.Null(await inner.ReadMarkAsync("v", RunFixture.Cancel));
        await Assert.ThrowsAsync<InjectedFaultException>(() => WriteAsync(3));
        Assert.Equal(new ViewMark(1, new EpochId(3)), await inner.ReadMarkAsync("v", RunFixture.Cancel));
        await WriteAsync(4);
        Assert.Equal((4, 3), (store.Writes.Calls, store.Writes.Faults));

        Task WriteAsync(long epoch) =>
            store.ReplaceAsync("v", AsyncEnumerable.Empty<KeyValuePair<string, long>>(), new(1, new EpochId(epoch)), RunFixture.Cancel).AsTask();
    }

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task Contract_OfAStoreThatIsNone_IsViolated(string clause)
    {
        string[] keptByAnybody = ["Mark_OfAViewThatWasNeverHeld_IsNone"];
        await using var harness = new MemoryViewStoreHarness(_ => new ForgetfulViewStore());
        if (keptByAnybody.Contains(clause)) await ViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
        else
        {
            var violation = await Assert.ThrowsAsync<ContractViolationException>(
                () => ViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel));
            Assert.Equal(clause, violation.Clause);
        }
    }

    [Fact]
    public async Task Clause_ThatThereIsNot_IsRefused()
    {
        await using var harness = new MemoryViewStoreHarness();
        await Assert.ThrowsAsync<ArgumentException>(() => ViewStoreContract.VerifyAsync("Store_Shines", harness, RunFixture.Cancel));
    }

    /// <summary>Takes everything and keeps nothing.</summary>
    private sealed class ForgetfulViewStore : IViewStore<string, long>
    {
        public bool IsAtomic => true;

        public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) => new((ViewMark?)null);

        public ValueTask ApplyAsync(
            string view, IReadOnlyCollection<ViewChange<string, long>> changes, ViewMark since, ViewMark mark,
            CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask ReplaceAsync(
            string view, IAsyncEnumerable<KeyValuePair<string, long>> content, ViewMark mark, CancellationToken cancellationToken) =>
            ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
