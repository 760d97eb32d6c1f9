using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Views;
using Xunit;

namespace LambdaSpeed.Tests.Faults;

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
    public async Task FirstReads_FailInEachOfTheWays()
    {
        var store = new FlakyViewStore<string, long>(new MemoryViewStore<string, long>()) { Reads = FaultPlan.First(3) };
        await Assert.ThrowsAsync<InjectedFaultException>(() => ReadAsync());
        await Assert.ThrowsAsync<TaskCanceledException>(() => ReadAsync());
        await Assert.ThrowsAsync<InjectedFaultException>(() => ReadAsync());
        Assert.Null(await ReadAsync());

        Task<ViewMark?> ReadAsync() => store.ReadMarkAsync("v", RunFixture.Cancel).AsTask();
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
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_FollowedByAStoreThatFails_EndsEqual(int seed)
    {
        const int Numbers = 3000;
        var kept = new MemoryViewStore<long, long>();
        var store = new FlakyViewStore<long, long>(kept)
        {
            Writes = new(write => write % 5 < 2 ? (InjectedFault)(1 + ((seed + write) % 3)) : InjectedFault.None),
            Reads = FaultPlan.Random(seed, 0.4),
        };
        var builder = new TopologyBuilder("followed");
        builder.AddSpout("numbers", Spouts.GeneratePaced(i => i, 10_000, Numbers)).GroupBy(x => x % 7).Aggregate("counts", a => a.Count())
            .Follow(store).ToView();
        await using (var run = await builder.StartAsync())
        {
            await run.Within(run.Completion);
            await run.Within(run.StopAsync(RunFixture.Cancel));
        }
        Assert.Equal(Enumerable.Range(0, Numbers).CountBy(x => (long)(x % 7)).ToDictionary(pair => pair.Key, pair => (long)pair.Value), kept.Read("counts"));
        Assert.True(store.Writes.Faults >= 2, $"{store.Writes.Faults} faults");
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
