using LambdaSpeed.Testing;

namespace LambdaSpeed.Tests.Views;

/// <summary>A store in memory, as it is or within another one.</summary>
internal sealed class MemoryViewStoreHarness(Func<IViewStore<string, long>, IViewStore<string, long>>? decorate = null) : ViewStoreHarness
{
    private readonly MemoryViewStore<string, long> _store = new();

    public override IViewStore<string, long> Open() => decorate is null ? _store : decorate(_store);

    public override ValueTask<IReadOnlyDictionary<string, long>> ReadAsync(string view, CancellationToken cancellationToken) =>
        new(_store.Read(view));
}
