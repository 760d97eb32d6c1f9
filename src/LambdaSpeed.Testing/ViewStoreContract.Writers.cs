using static LambdaSpeed.Testing.StoredEntriesProbe<LambdaSpeed.IViewStore<string, long>, string>;
using static LambdaSpeed.Testing.ViewStoreProbe;

namespace LambdaSpeed.Testing;

public static partial class ViewStoreContract
{
    private static async Task Views_OfOtherNames_AreLeftAlone(ViewStoreProbe probe)
    {
        string[] names = ["other", "w", "v ", "v:mark", "v' or \"1\"", "\u65e5\u672c", "v/%*"];
        await probe.ReplaceAsync(1, ("a", 10)).ConfigureAwait(false);
        foreach (var (i, name) in names.Index())
        {
            await probe.Store.ReplaceAsync(name, Content([new("a", i)]), Mark(i), probe.Cancel).ConfigureAwait(false);
            await probe.Store.ApplyAsync(name, [Put("b", i)], Mark(i), Mark(i + 1), probe.Cancel).ConfigureAwait(false);
        }
        await probe.Store.ReplaceAsync(names[0], Content([]), Mark(50), probe.Cancel).ConfigureAwait(false);

        await probe.RequireAsync(1, ("a", 10)).ConfigureAwait(false);
        await probe.RequireMarkAsync(names[0], Mark(50)).ConfigureAwait(false);
        foreach (var (i, name) in names.Index().Skip(1))
        {
            await probe.RequireMarkAsync(name, Mark(i + 1)).ConfigureAwait(false);
            await probe.RequireContentAsync(name, new Dictionary<string, long> { ["a"] = i, ["b"] = i }).ConfigureAwait(false);
        }
    }

    private static async Task Views_WrittenAtOnce_AreAllWritten(ViewStoreProbe probe)
    {
        const int Views = 4, Epochs = 20;
        await Task.WhenAll(Enumerable.Range(0, Views).Select(async view =>
        {
            var name = $"view {view}";
            await probe.Store.ReplaceAsync(name, Content([new("epoch", 0)]), Mark(0), probe.Cancel).ConfigureAwait(false);
            for (var epoch = 1; epoch <= Epochs; epoch++)
            {
                ViewChange<string, long>[] changes = [Put("epoch", epoch), Put($"{view}/{epoch}", view)];
                await probe.Store.ApplyAsync(name, changes, Mark(epoch - 1), Mark(epoch), probe.Cancel).ConfigureAwait(false);
            }
        })).WaitAsync(probe.Cancel).ConfigureAwait(false);

        for (var view = 0; view < Views; view++)
        {
            var owed = Enumerable.Range(1, Epochs).ToDictionary(epoch => $"{view}/{epoch}", _ => (long)view);
            owed["epoch"] = Epochs;
            await probe.RequireMarkAsync($"view {view}", Mark(Epochs)).ConfigureAwait(false);
            await probe.RequireContentAsync($"view {view}", owed).ConfigureAwait(false);
        }
    }

    private static async Task Writer_OfAnEarlierIncarnation_IsFencedOff(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(Mark(1, incarnation: 2), ("a", 10)).ConfigureAwait(false);

        await probe.RequireThrowsAsync<StaleWriterException>(() => probe.ApplyAsync(9, Put("a", 11), Removal("b"))).ConfigureAwait(false);
        await probe.RequireThrowsAsync<StaleWriterException>(() => probe.ReplaceAsync(9, ("b", 2))).ConfigureAwait(false);
        await probe.RequireMarkAsync("v", Mark(1, incarnation: 2)).ConfigureAwait(false);
        await probe.RequireContentAsync("v", new Dictionary<string, long> { ["a"] = 10 }).ConfigureAwait(false);
    }

    private static async Task Writer_ThatIsOvertaken_IsFencedOff(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10), ("ghost", 1)).ConfigureAwait(false);
        await probe.ApplyAsync(2, Put("a", 11)).ConfigureAwait(false);
        var (first, second) = (Mark(1, incarnation: 2), Mark(2, incarnation: 2));
        var later = probe.Harness.Open();
        await using (later.ConfigureAwait(false))
        {
            await later.ReplaceAsync("v", Content([new("a", 20)]), first, probe.Cancel).ConfigureAwait(false);
            var refused = await probe.RequireThrowsAsync<StaleWriterException>(
                () => probe.ApplyAsync(3, Put("a", 12), Put("ghost", 2))).ConfigureAwait(false);
            probe.Require((refused.Stored, refused.Refused) == (first, Mark(3)), $"the refusal names other marks: {refused.Message}");
            await probe.RequireThrowsAsync<StaleWriterException>(() => probe.ReplaceAsync(3, ("ghost", 2))).ConfigureAwait(false);
            await later.ApplyAsync("v", [Put("b", 30)], first, second, probe.Cancel).ConfigureAwait(false);
        }
        await probe.RequireMarkAsync("v", second).ConfigureAwait(false);
        await probe.RequireContentAsync("v", new Dictionary<string, long> { ["a"] = 20, ["b"] = 30 }).ConfigureAwait(false);
    }

    private static async Task Write_ThatComesLate_ChangesNothing(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10)).ConfigureAwait(false);
        await probe.ApplyAsync(2, Put("a", 11)).ConfigureAwait(false);
        await probe.ApplyAsync(3, Put("a", 12), Put("b", 20)).ConfigureAwait(false);
        await probe.ApplyAsync(2, Put("a", 11), Removal("b")).ConfigureAwait(false);
        await probe.ReplaceAsync(1, ("a", 10)).ConfigureAwait(false);

        await probe.RequireAsync(3, ("a", 12), ("b", 20)).ConfigureAwait(false);
    }

    private static async Task Changes_OfWhatTheStoreDoesNotHold_AreRefused(ViewStoreProbe probe)
    {
        await probe.RequireThrowsAsync<ViewContentLostException>(() => probe.ApplyAsync(5, Put("a", 11))).ConfigureAwait(false);
        await probe.RequireMarkAsync("v", null).ConfigureAwait(false);
        await probe.RequireContentAsync("v", new Dictionary<string, long>()).ConfigureAwait(false);

        await probe.ReplaceAsync(3, ("a", 10)).ConfigureAwait(false);
        var refused = await probe.RequireThrowsAsync<ViewContentLostException>(
            () => probe.ApplyAsync(5, Put("b", 11))).ConfigureAwait(false);
        probe.Require((refused.Held, refused.Expected) == (Mark(3), Mark(4)), $"the refusal names other marks: {refused.Message}");
        await probe.RequireThrowsAsync<ViewContentLostException>(
            () => probe.Store.ApplyAsync("v", [Put("b", 11)], Mark(3, incarnation: 2), Mark(4, incarnation: 2), probe.Cancel).AsTask())
            .ConfigureAwait(false);

        await probe.RequireAsync(3, ("a", 10)).ConfigureAwait(false);
    }

    private static async Task Store_OpenedAgain_GoesOn(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10), ("b", 20)).ConfigureAwait(false);
        await probe.ApplyAsync(2, Put("a", 11)).ConfigureAwait(false);
        await probe.Store.DisposeAsync().ConfigureAwait(false);

        var again = probe.Harness.Open();
        await using (again.ConfigureAwait(false))
        {
            var other = new ViewStoreProbe(nameof(Store_OpenedAgain_GoesOn), probe.Harness, again, probe.Cancel);
            await other.RequireAsync(2, ("a", 11), ("b", 20)).ConfigureAwait(false);
            await other.ApplyAsync(3, Put("c", 30), Removal("b")).ConfigureAwait(false);
            await other.RequireAsync(3, ("a", 11), ("c", 30)).ConfigureAwait(false);
        }
    }
}
