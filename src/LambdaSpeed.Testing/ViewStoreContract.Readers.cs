using System.Runtime.CompilerServices;
using static LambdaSpeed.Testing.StoredEntriesProbe<LambdaSpeed.IViewStore<string, long>, string>;
using static LambdaSpeed.Testing.ViewStoreProbe;

namespace LambdaSpeed.Testing;

public static partial class ViewStoreContract
{
    private const int ReadKeys = 500; // written all to the same value, so that a reader sees whether it read one state

    private static async Task Apply_ReadMeanwhile_ShowsWholeEpochs(ViewStoreProbe probe)
    {
        if (!probe.Store.IsAtomic) return; // a store that is not says so, and its readers know
        await probe.Store.ReplaceAsync("v", Uniform(0), Mark(0), probe.Cancel).ConfigureAwait(false);
        await ReadMeanwhileAsync(probe, async () =>
        {
            for (var epoch = 1; epoch <= 20; epoch++)
            {
                var value = epoch;
                await probe.ApplyAsync(epoch, [.. Enumerable.Range(0, ReadKeys).Select(i => Put($"key {i}", value))]).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private static async Task Replace_ReadMeanwhile_ShowsOldOrNew(ViewStoreProbe probe)
    {
        await probe.Store.ReplaceAsync("v", Uniform(0), Mark(0), probe.Cancel).ConfigureAwait(false);
        await ReadMeanwhileAsync(probe, async () =>
        {
            for (var epoch = 1; epoch <= 20; epoch++)
            {
                await probe.Store.ReplaceAsync("v", Uniform(epoch), Mark(epoch), probe.Cancel).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private static async Task Replace_ThatFailsHalfWay_ShowsTheOldContent(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10)).ConfigureAwait(false);
        await probe.RequireThrowsAsync<InjectedFaultException>(
            () => probe.Store.ReplaceAsync("v", Torn(), Mark(2), probe.Cancel).AsTask()).ConfigureAwait(false);
        await probe.RequireAsync(1, ("a", 10)).ConfigureAwait(false);
        await probe.ReplaceAsync(2, ("c", 30)).ConfigureAwait(false);

        await probe.RequireAsync(2, ("c", 30)).ConfigureAwait(false);
    }

    private static async Task Replace_UntilItIsWhole_ShowsTheOldContent(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10), ("b", 20)).ConfigureAwait(false);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var replacing = probe.Store.ReplaceAsync("v", Halting(reached, release.Task), Mark(2), probe.Cancel).AsTask();
        await Task.WhenAny(reached.Task, replacing).WaitAsync(probe.Cancel).ConfigureAwait(false);
        try
        {
            await probe.RequireContentAsync("v", new Dictionary<string, long> { ["a"] = 10, ["b"] = 20 }).ConfigureAwait(false);
        }
        finally
        {
            release.SetResult();
            await replacing.ConfigureAwait(false);
        }

        var owed = Enumerable.Range(0, 2 * ReadKeys).ToDictionary(i => $"key {i}", _ => 7L);
        await probe.RequireMarkAsync("v", Mark(2)).ConfigureAwait(false);
        await probe.RequireContentAsync("v", owed).ConfigureAwait(false);
    }

    private static async Task Call_ThatIsCancelled_LeavesTheOldContent(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10)).ConfigureAwait(false);
        var cancelled = new CancellationToken(canceled: true);
        await probe.RequireThrowsAsync<OperationCanceledException>(
            () => probe.Store.ApplyAsync("v", [Put("a", 11)], Mark(1), Mark(2), cancelled).AsTask()).ConfigureAwait(false);
        await probe.RequireThrowsAsync<OperationCanceledException>(
            () => probe.Store.ReplaceAsync("v", Uniform(1), Mark(2), cancelled).AsTask()).ConfigureAwait(false);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(probe.Cancel);
        await probe.RequireThrowsAsync<OperationCanceledException>(
            () => probe.Store.ReplaceAsync("v", Cancelling(cancellation), Mark(2), cancellation.Token).AsTask()).ConfigureAwait(false);
        await probe.RequireAsync(1, ("a", 10)).ConfigureAwait(false);
        await probe.ApplyAsync(2, Put("a", 12)).ConfigureAwait(false);

        await probe.RequireAsync(2, ("a", 12)).ConfigureAwait(false);
    }

    private static Task ReadMeanwhileAsync(ViewStoreProbe probe, Func<Task> write) => probe.ReadMeanwhileAsync(
        shown =>
        {
            var states = shown.Values.Distinct().ToList();
            probe.Require(shown.Count == ReadKeys, $"a reader was shown {shown.Count} of {ReadKeys} keys");
            probe.Require(states.Count == 1, $"a reader was shown a mixture of states: {string.Join(", ", states)}");
        },
        write);

    private static IAsyncEnumerable<KeyValuePair<string, long>> Uniform(long value) =>
        Content(Enumerable.Range(0, ReadKeys).Select(i => KeyValuePair.Create($"key {i}", value)));

    private static async IAsyncEnumerable<KeyValuePair<string, long>> Torn()
    {
        for (var i = 0; i < ReadKeys; i++) yield return new($"torn {i}", i);
        await Task.CompletedTask.ConfigureAwait(false);
        throw new InjectedFaultException("the content ended half way");
    }

    private static async IAsyncEnumerable<KeyValuePair<string, long>> Halting(TaskCompletionSource reached, Task release)
    {
        for (var i = 0; i < ReadKeys; i++) yield return new($"key {i}", 7);
        reached.SetResult();
        await release.ConfigureAwait(false);
        for (var i = ReadKeys; i < 2 * ReadKeys; i++) yield return new($"key {i}", 7);
    }

    private static async IAsyncEnumerable<KeyValuePair<string, long>> Cancelling(
        CancellationTokenSource cancellation, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < ReadKeys; i++) yield return new($"cancelled {i}", i);
        await cancellation.CancelAsync().ConfigureAwait(false);
        yield return new("cancelled last", 1);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
