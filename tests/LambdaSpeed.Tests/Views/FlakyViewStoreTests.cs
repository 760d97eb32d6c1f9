namespace LambdaSpeed.Tests.Views;

/// <summary>The tests' own store is a store, while it does not fail.</summary>
public sealed class FlakyViewStoreTests : ViewStoreContract
{
    protected override IViewStore<long, long> NewStore() => new FlakyViewStore(failures: 0);

    protected override ValueTask<IReadOnlyDictionary<long, long>> ReadAsync(IViewStore<long, long> store, string view) =>
        new(((FlakyViewStore)store).Inner.Read(view));
}
