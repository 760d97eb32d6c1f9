namespace LambdaSpeed.Tests.Views;

/// <summary>A store whose writes take as long as the test wants, whatever their token says.</summary>
internal sealed class StuckViewStore(Func<ValueTask> write) : IViewStore<long, long>
{
    public bool IsAtomic => true;

    public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) => new((ViewMark?)null);

    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<long, long>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken) => write();

    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<long, long>> content, ViewMark mark, CancellationToken cancellationToken) => write();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
