namespace LambdaSpeed.Tests.Views;

public sealed class MemoryViewStoreTests : ViewStoreContract
{
    protected override IViewStore<long, long> NewStore() => new MemoryViewStore<long, long>();

    protected override ValueTask<IReadOnlyDictionary<long, long>> ReadAsync(IViewStore<long, long> store, string view) =>
        new(((MemoryViewStore<long, long>)store).Read(view));
}
