using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>The verbs of tests that hand over.</summary>
internal static class MergedVerbs
{
    public static Task TakeAsync<TKey, TAccumulator, TResult>(
        this MergedView<TKey, TAccumulator, TResult> view, IBatchView<TKey, TAccumulator> batch)
        where TKey : notnull => view.PublishAsync(batch, RunFixture.Cancel);

    public static Task GoBackAsync<TKey, TAccumulator, TResult>(
        this MergedView<TKey, TAccumulator, TResult> view, IBatchView<TKey, TAccumulator> batch)
        where TKey : notnull => view.RollBackAsync(batch, RunFixture.Cancel);
}
