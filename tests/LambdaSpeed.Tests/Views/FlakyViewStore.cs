using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Views;

/// <summary>A store in memory whose first writes fail: in turn with an error and with a time-out of its own.</summary>
internal sealed class FlakyViewStore(int failures) : IViewStore<long, long>
{
    private int _failures = failures;

    public MemoryViewStore<long, long> Inner { get; } = new();

    public bool IsAtomic => true;

    public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) => Inner.ReadMarkAsync(view, cancellationToken);

    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<long, long>> changes, ViewMark mark, CancellationToken cancellationToken)
    {
        FailIfDue();
        return Inner.ApplyAsync(view, changes, mark, cancellationToken);
    }

    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<long, long>> content, ViewMark mark, CancellationToken cancellationToken)
    {
        FailIfDue();
        return Inner.ReplaceAsync(view, content, mark, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void FailIfDue()
    {
        if (_failures-- <= 0) return;
        throw _failures % 2 == 0 ? new TaskCanceledException("the store took too long") : new TestFailure();
    }
}
