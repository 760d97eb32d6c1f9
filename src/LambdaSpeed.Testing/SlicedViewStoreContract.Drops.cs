using static LambdaSpeed.Testing.SlicedViewStoreProbe;
using static LambdaSpeed.Testing.StoredEntriesProbe<LambdaSpeed.ISlicedViewStore<string, long>, LambdaSpeed.SliceKey<string>>;

namespace LambdaSpeed.Testing;

public static partial class SlicedViewStoreContract
{
    private static async Task Slices_AreKeptApart(SlicedViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, (0, "a", 10), (1, "a", 11), (1, "b", 21)).ConfigureAwait(false);
        await probe.ApplyAsync(2, [], Put(2, "a", 12), Put(0, "b", 20), Removal(1, "a"), Removal(0, "never there")).ConfigureAwait(false);

        await probe.RequireAsync(2, (0, "a", 10), (0, "b", 20), (1, "b", 21), (2, "a", 12)).ConfigureAwait(false);
    }

    private static async Task Slices_InAnyOrder_AreKept(SlicedViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, (7, "a", 7), (3, "a", 3)).ConfigureAwait(false);
        await probe.ApplyAsync(2, [], Put(100_000, "a", 1), Put(0, "a", 2), Put(3, "b", 4), Put(31, "a", 5)).ConfigureAwait(false);
        await probe.ApplyAsync(3, [3], Put(7, "a", 8)).ConfigureAwait(false);

        await probe.RequireAsync(3, (0, "a", 2), (7, "a", 8), (31, "a", 5), (100_000, "a", 1)).ConfigureAwait(false);
    }

    private static async Task Drop_TakesASlice_AndLeavesTheOthers(SlicedViewStoreProbe probe)
    {
        var owed = Enumerable.Range(0, 3000).ToDictionary(i => new SliceKey<string>(i % 3, $"key {i / 3}"), i => (long)i);
        await probe.Store.ReplaceAsync("v", Content(owed), Mark(1), probe.Cancel).ConfigureAwait(false);
        await probe.ApplyAsync(2, [0, 1], Put(2, "key 0", 7)).ConfigureAwait(false);

        owed = owed.Where(pair => pair.Key.Slice == 2).ToDictionary();
        owed[new(2, "key 0")] = 7;
        await probe.RequireContentAsync("v", owed).ConfigureAwait(false);
    }

    private static async Task Drop_OfSlicesThatAreNotThere_ChangesNothing(SlicedViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1).ConfigureAwait(false);
        await probe.ApplyAsync(2, [0, 1]).ConfigureAwait(false);
        await probe.RequireAsync(2).ConfigureAwait(false);
        await probe.ApplyAsync(3, [5], Put(1, "a", 10)).ConfigureAwait(false);

        await probe.RequireAsync(3, (1, "a", 10)).ConfigureAwait(false);
    }

    private static async Task Drop_OfAllSlices_EmptiesTheView(SlicedViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, (0, "a", 10), (1, "b", 20)).ConfigureAwait(false);
        await probe.ApplyAsync(2, [0, 1]).ConfigureAwait(false);
        await probe.RequireAsync(2).ConfigureAwait(false);
        await probe.ApplyAsync(3, [], Put(2, "a", 30)).ConfigureAwait(false);

        await probe.RequireAsync(3, (2, "a", 30)).ConfigureAwait(false);
    }

    private static async Task Drop_Repeated_ChangesNothing(SlicedViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, (0, "a", 10), (1, "a", 20)).ConfigureAwait(false);
        for (var i = 0; i < 3; i++) await probe.ApplyAsync(2, [0], Put(1, "a", 21)).ConfigureAwait(false);

        await probe.RequireAsync(2, (1, "a", 21)).ConfigureAwait(false);
    }

    private static async Task Drop_ThatComesLate_ChangesNothing(SlicedViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, (0, "a", 10), (0, "b", 11), (1, "a", 20)).ConfigureAwait(false);
        await probe.ApplyAsync(2, [0], Put(1, "a", 21)).ConfigureAwait(false);
        await probe.ApplyAsync(3, [], Put(0, "a", 10)).ConfigureAwait(false); // a batch view was taken back
        await probe.ApplyAsync(2, [0], Put(1, "a", 21)).ConfigureAwait(false);

        await probe.RequireAsync(3, (0, "a", 10), (1, "a", 21)).ConfigureAwait(false);
    }

    private static async Task Drop_OfAnEarlierIncarnation_IsFencedOff(SlicedViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, (0, "a", 10)).ConfigureAwait(false);
        var (first, second) = (Mark(1, incarnation: 2), Mark(2, incarnation: 2));
        await probe.Store.ReplaceAsync("v", Content(Owed((0, "a", 20))), first, probe.Cancel).ConfigureAwait(false);
        await probe.RequireThrowsAsync<StaleWriterException>(() => probe.ApplyAsync(2, [0], Put(1, "b", 1))).ConfigureAwait(false);
        await probe.Store.ApplyAsync("v", [], [Put(1, "a", 30)], first, second, probe.Cancel).ConfigureAwait(false);

        await probe.RequireMarkAsync("v", second).ConfigureAwait(false);
        await probe.RequireContentAsync("v", Owed((0, "a", 20), (1, "a", 30))).ConfigureAwait(false);
    }

    private static async Task Drop_FromWhatTheStoreDoesNotHold_IsRefused(SlicedViewStoreProbe probe)
    {
        await probe.ReplaceAsync(3, (0, "a", 10)).ConfigureAwait(false);
        await probe.RequireThrowsAsync<ViewContentLostException>(() => probe.ApplyAsync(5, [0], Put(1, "a", 1))).ConfigureAwait(false);

        await probe.RequireAsync(3, (0, "a", 10)).ConfigureAwait(false);
    }

    private static async Task Drop_ThatIsCancelled_LeavesTheSlice(SlicedViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, (0, "a", 10)).ConfigureAwait(false);
        await probe.RequireThrowsAsync<OperationCanceledException>(() => probe.Store.ApplyAsync(
            "v", [0], [Put(1, "a", 1)], Mark(1), Mark(2), new CancellationToken(canceled: true)).AsTask()).ConfigureAwait(false);
        await probe.RequireAsync(1, (0, "a", 10)).ConfigureAwait(false);
        await probe.ApplyAsync(2, [0]).ConfigureAwait(false);

        await probe.RequireAsync(2).ConfigureAwait(false);
    }

    private static async Task Drop_OfOneView_LeavesOtherViews(SlicedViewStoreProbe probe)
    {
        string[] names = ["w", "v ", "v/%*", "v:slice:1", "v_1", "日本"];
        await probe.ReplaceAsync(1, (1, "a", 10), (2, "a", 11)).ConfigureAwait(false);
        foreach (var name in names)
        {
            var content = Content(Owed((1, "a", 1), (2, "b", 2)));
            await probe.Store.ReplaceAsync(name, content, Mark(1), probe.Cancel).ConfigureAwait(false);
        }
        await probe.ApplyAsync(2, [1]).ConfigureAwait(false);

        await probe.RequireAsync(2, (2, "a", 11)).ConfigureAwait(false);
        foreach (var name in names)
        {
            await probe.RequireMarkAsync(name, Mark(1)).ConfigureAwait(false);
            await probe.RequireContentAsync(name, Owed((1, "a", 1), (2, "b", 2))).ConfigureAwait(false);
        }
    }

    /// <summary>Each epoch drops a slice and puts what it held into the next one, so the sum stays.</summary>
    private static async Task Drop_ReadMeanwhile_ShowsWholeEpochs(SlicedViewStoreProbe probe)
    {
        if (!probe.Store.IsAtomic) return; // a store that is not says so, and its readers know
        const int Keys = 200, Epochs = 15;
        await probe.Store.ReplaceAsync("v", Content(Slice(0)), Mark(0), probe.Cancel).ConfigureAwait(false);
        await probe.ReadMeanwhileAsync(
            shown =>
            {
                var slices = shown.Keys.Select(key => key.Slice).Distinct().Order().ToList();
                probe.Require(
                    shown.Count == Keys && slices.Count == 1,
                    $"a reader was shown {shown.Count} keys of the slices {string.Join(", ", slices)}; one slice holds {Keys} at a time");
            },
            async () =>
            {
                for (var epoch = 1; epoch <= Epochs; epoch++)
                {
                    var changes = Slice(epoch).Select(pair => Put(pair.Key.Slice, pair.Key.Key, pair.Value));
                    await probe.ApplyAsync(epoch, [epoch - 1], [.. changes]).ConfigureAwait(false);
                }
            }).ConfigureAwait(false);

        static Dictionary<SliceKey<string>, long> Slice(int number) =>
            Enumerable.Range(0, Keys).ToDictionary(i => new SliceKey<string>(number, $"key {i}"), _ => 1L);
    }

    private static async Task Slice_ThatWasDropped_ComesBack(SlicedViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, (0, "a", 10), (0, "b", 11), (1, "a", 20)).ConfigureAwait(false);
        await probe.ApplyAsync(2, [0]).ConfigureAwait(false);
        await probe.ApplyAsync(3, [], Put(0, "a", 12)).ConfigureAwait(false);

        await probe.RequireAsync(3, (0, "a", 12), (1, "a", 20)).ConfigureAwait(false);
    }

    private static async Task Replace_LeavesNothingOfOtherSlices(SlicedViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, (0, "a", 10), (1, "a", 20), (2, "b", 30)).ConfigureAwait(false);
        await probe.ReplaceAsync(2, (2, "c", 31), (3, "a", 40)).ConfigureAwait(false);
        await probe.RequireAsync(2, (2, "c", 31), (3, "a", 40)).ConfigureAwait(false);
        await probe.ReplaceAsync(3).ConfigureAwait(false);

        await probe.RequireAsync(3).ConfigureAwait(false);
    }

    private static async Task Store_OpenedAgain_Drops(SlicedViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, (0, "a", 10), (1, "a", 20)).ConfigureAwait(false);
        await probe.Store.DisposeAsync().ConfigureAwait(false);

        var again = probe.Harness.Open();
        await using (again.ConfigureAwait(false))
        {
            var other = new SlicedViewStoreProbe(nameof(Store_OpenedAgain_Drops), probe.Harness, again, probe.Cancel);
            await other.ApplyAsync(2, [0], Put(2, "b", 30)).ConfigureAwait(false);
            await other.RequireAsync(2, (1, "a", 20), (2, "b", 30)).ConfigureAwait(false);
        }
    }
}
