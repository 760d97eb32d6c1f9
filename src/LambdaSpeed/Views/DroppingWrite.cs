namespace LambdaSpeed.Views;

/// <summary><see cref="ISlicedViewStore{TKey, TValue}.ApplyAsync"/>, seen without the view's keys.</summary>
internal delegate ValueTask DroppingWrite<TKey, TValue>(
    string view, IReadOnlyCollection<int> dropped, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since, ViewMark mark,
    CancellationToken cancellationToken)
    where TKey : notnull;
