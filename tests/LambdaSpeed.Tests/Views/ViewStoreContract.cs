using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Views;

/// <summary>What every view store owes, whatever it is made of.</summary>
public abstract class ViewStoreContract : IAsyncDisposable
{
    private readonly Lazy<IViewStore<long, long>> _store;

    protected ViewStoreContract() => _store = new(NewStore);

    private IViewStore<long, long> Store => _store.Value;

    [Fact]
    public async Task Mark_OfAViewThatWasNeverHeld_IsNone()
    {
        Assert.Null(await MarkAsync("v"));
        Assert.Empty(await ContentAsync("v"));
    }

    [Fact]
    public async Task Apply_Puts_AddsAndOverwrites()
    {
        await ApplyAsync(1, Put(1, 10), Put(2, 20));
        await ApplyAsync(2, Put(2, 21), Put(3, 30));

        await RequireAsync(2, (1, 10), (2, 21), (3, 30));
    }

    [Fact]
    public async Task Apply_Removals_DeletesWhatIsThere()
    {
        await ApplyAsync(1, Put(1, 10), Put(2, 20));
        await ApplyAsync(2, Removal(1), Removal(99), Put(3, 30));

        await RequireAsync(2, (2, 20), (3, 30));
    }

    [Fact]
    public async Task Apply_PutAfterRemoval_BringsTheKeyBack()
    {
        await ApplyAsync(1, Put(1, 10));
        await ApplyAsync(2, Removal(1));
        await ApplyAsync(3, Put(1, 11));

        await RequireAsync(3, (1, 11));
    }

    [Fact]
    public async Task Apply_Repeated_ChangesNothing()
    {
        await ApplyAsync(1, Put(1, 10), Put(2, 20));
        for (var i = 0; i < 3; i++) await ApplyAsync(2, Put(1, 11), Removal(2));

        await RequireAsync(2, (1, 11));
    }

    [Fact]
    public async Task Apply_OfNothing_MovesTheMark()
    {
        await ApplyAsync(1, Put(1, 10));
        await ApplyAsync(7);

        await RequireAsync(7, (1, 10));
    }

    [Fact]
    public async Task Replace_LeavesNothingOfTheOldContent()
    {
        await ApplyAsync(1, Put(1, 10), Put(2, 20));
        await ReplaceAsync(2, (2, 22), (3, 33));

        await RequireAsync(2, (2, 22), (3, 33));
    }

    [Fact]
    public async Task Replace_ThatFailsHalfWay_ShowsTheOldContent()
    {
        await ApplyAsync(1, Put(1, 10));

        await Assert.ThrowsAsync<TestFailure>(() => Store.ReplaceAsync("v", Torn(), Mark(2), RunFixture.Cancel).AsTask());
        await RequireAsync(1, (1, 10));
    }

    [Fact]
    public async Task Views_OfOtherNames_AreLeftAlone()
    {
        await ApplyAsync(1, Put(1, 10));
        await Store.ApplyAsync("other", [Put(1, 99)], Mark(5), RunFixture.Cancel);
        await Store.ReplaceAsync("third", Content(), Mark(6), RunFixture.Cancel);

        await RequireAsync(1, (1, 10));
        Assert.Equal((Mark(5), Mark(6)), (await MarkAsync("other"), await MarkAsync("third")));
    }

    [Fact]
    public async Task Writer_OfAnEarlierIncarnation_IsFencedOff()
    {
        await Store.ApplyAsync("v", [Put(1, 10)], new ViewMark(2, new EpochId(1)), RunFixture.Cancel);

        await Assert.ThrowsAsync<StaleWriterException>(() => ApplyAsync(9, Put(1, 11), Removal(1)));
        await Assert.ThrowsAsync<StaleWriterException>(() => ReplaceAsync(9, (2, 2)));
        Assert.Equal(new ViewMark(2, new EpochId(1)), await MarkAsync("v"));
        Assert.Equal(new Dictionary<long, long> { [1] = 10 }, await ContentAsync("v"));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store.IsValueCreated) await _store.Value.DisposeAsync();
    }

    /// <summary>An empty store.</summary>
    protected abstract IViewStore<long, long> NewStore();

    /// <summary>What the store shows its readers of a view.</summary>
    protected abstract ValueTask<IReadOnlyDictionary<long, long>> ReadAsync(IViewStore<long, long> store, string view);

    private static ViewChange<long, long> Put(long key, long value) => new(key, value, new EpochId(1));

    private static ViewChange<long, long> Removal(long key) => new(key, 0, new EpochId(1), IsRemoval: true);

    private static ViewMark Mark(long epoch) => new(1, new EpochId(epoch));

    private static async IAsyncEnumerable<KeyValuePair<long, long>> Content(params (long Key, long Value)[] pairs)
    {
        foreach (var (key, value) in pairs) yield return new(key, value);
        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<KeyValuePair<long, long>> Torn()
    {
        yield return new(2, 20);
        await Task.CompletedTask;
        throw new TestFailure();
    }

    private Task ApplyAsync(long epoch, params ViewChange<long, long>[] changes) =>
        Store.ApplyAsync("v", changes, Mark(epoch), RunFixture.Cancel).AsTask();

    private Task ReplaceAsync(long epoch, params (long Key, long Value)[] content) =>
        Store.ReplaceAsync("v", Content(content), Mark(epoch), RunFixture.Cancel).AsTask();

    private ValueTask<ViewMark?> MarkAsync(string view) => Store.ReadMarkAsync(view, RunFixture.Cancel);

    private ValueTask<IReadOnlyDictionary<long, long>> ContentAsync(string view) => ReadAsync(Store, view);

    private async Task RequireAsync(long epoch, params (long Key, long Value)[] content)
    {
        Assert.Equal(Mark(epoch), await MarkAsync("v"));
        Assert.Equal(content.ToDictionary(pair => pair.Key, pair => pair.Value), await ContentAsync("v"));
    }
}
