using static LambdaSpeed.Testing.StoredEntriesProbe<LambdaSpeed.IViewStore<string, long>, string>;
using static LambdaSpeed.Testing.ViewStoreProbe;

namespace LambdaSpeed.Testing;

public static partial class ViewStoreContract
{
    private static async Task Mark_OfAViewThatWasNeverHeld_IsNone(ViewStoreProbe probe)
    {
        await probe.RequireMarkAsync("v", null).ConfigureAwait(false);
        await probe.RequireContentAsync("v", new Dictionary<string, long>()).ConfigureAwait(false);
    }

    private static async Task Apply_Puts_AddsAndOverwrites(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10), ("b", 20)).ConfigureAwait(false);
        await probe.ApplyAsync(2, Put("b", 21), Put("c", 30)).ConfigureAwait(false);

        await probe.RequireAsync(2, ("a", 10), ("b", 21), ("c", 30)).ConfigureAwait(false);
    }

    private static async Task Apply_Removals_DeletesWhatIsThere(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10), ("b", 20)).ConfigureAwait(false);
        await probe.ApplyAsync(2, Removal("a"), Removal("never there"), Put("c", 30)).ConfigureAwait(false);

        await probe.RequireAsync(2, ("b", 20), ("c", 30)).ConfigureAwait(false);
    }

    private static async Task Apply_PutAfterRemoval_BringsTheKeyBack(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10)).ConfigureAwait(false);
        await probe.ApplyAsync(2, Removal("a")).ConfigureAwait(false);
        await probe.RequireAsync(2).ConfigureAwait(false);
        await probe.ApplyAsync(3, Put("a", 11)).ConfigureAwait(false);

        await probe.RequireAsync(3, ("a", 11)).ConfigureAwait(false);
    }

    private static async Task Apply_Repeated_ChangesNothing(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10), ("b", 20)).ConfigureAwait(false);
        for (var i = 0; i < 3; i++) await probe.ApplyAsync(2, Put("a", 11), Removal("b")).ConfigureAwait(false);

        await probe.RequireAsync(2, ("a", 11)).ConfigureAwait(false);
    }

    private static async Task Apply_OfNothing_MovesTheMark(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10)).ConfigureAwait(false);
        await probe.ApplyAsync(2).ConfigureAwait(false);

        await probe.RequireAsync(2, ("a", 10)).ConfigureAwait(false);
    }

    private static async Task Apply_OfSeveralEpochs_MovesTheMark(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(0, ("a", 10)).ConfigureAwait(false);
        await probe.Store.ApplyAsync("v", [Put("b", 20)], Mark(0), Mark(9), probe.Cancel).ConfigureAwait(false);

        await probe.RequireAsync(9, ("a", 10), ("b", 20)).ConfigureAwait(false);
    }

    private static async Task Replace_LeavesNothingOfTheOldContent(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10), ("b", 20)).ConfigureAwait(false);
        await probe.ReplaceAsync(2, ("b", 22), ("c", 33)).ConfigureAwait(false);

        await probe.RequireAsync(2, ("b", 22), ("c", 33)).ConfigureAwait(false);
    }

    private static async Task Replace_ByNothing_EmptiesTheView(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("a", 10)).ConfigureAwait(false);
        await probe.ReplaceAsync(2).ConfigureAwait(false);
        await probe.RequireAsync(2).ConfigureAwait(false);
        await probe.ApplyAsync(3, Put("b", 20)).ConfigureAwait(false);

        await probe.RequireAsync(3, ("b", 20)).ConfigureAwait(false);
    }

    private static async Task Keys_OfAnyCharacters_AreToldApart(ViewStoreProbe probe)
    {
        string[] keys =
        [
            "", " ", "  ", "a", "A", "a ", "\u00e4", "a\u0308", "\u65e5\u672c", "\U0001f600",
            ":", "a:b", "a\\:b", "\\", "'", "\"", "%", "_",
            "*", "{a}", "null", "\0", "a\0", "a\0b", "\u001b", "\u001b0", "\t", "\r\n", "\ud800", "\udc00", "\ud800a", "\ufffd", "\uffff",
            new('x', 2000),
        ];
        var values = keys.Select((key, i) => KeyValuePair.Create(key, (long)i)).ToDictionary();
        await probe.Store.ReplaceAsync("v", Content(values), Mark(1), probe.Cancel).ConfigureAwait(false);
        await probe.RequireContentAsync("v", values).ConfigureAwait(false);

        var changes = keys.Select((key, i) => i % 2 == 0 ? Removal(key) : Put(key, 100 + i));
        await probe.ApplyAsync(2, [.. changes]).ConfigureAwait(false);

        var owed = keys.Index().Where(key => key.Index % 2 == 1).ToDictionary(key => key.Item, key => 100L + key.Index);
        await probe.RequireContentAsync("v", owed).ConfigureAwait(false);
    }

    private static async Task Keys_InGreatNumber_AreKept(ViewStoreProbe probe)
    {
        const int Keys = 100_000;
        var owed = Enumerable.Range(0, Keys).ToDictionary(Name, i => (long)i);
        await probe.Store.ReplaceAsync("v", Content(owed), Mark(1), probe.Cancel).ConfigureAwait(false);
        await probe.RequireContentAsync("v", owed).ConfigureAwait(false);

        var even = Enumerable.Range(0, (Keys / 2) + 500).Select(i => 2 * i);
        await probe.ApplyAsync(2, [.. even.Select(i => i % 10 == 0 ? Removal(Name(i)) : Put(Name(i), -i))]).ConfigureAwait(false);
        for (var i = 0; i < Keys + 1000; i += 2)
        {
            if (i % 10 == 0) owed.Remove(Name(i));
            else owed[Name(i)] = -i;
        }

        await probe.RequireMarkAsync("v", Mark(2)).ConfigureAwait(false);
        await probe.RequireContentAsync("v", owed).ConfigureAwait(false);

        static string Name(int i) => $"key {i}";
    }

    private static async Task Values_OfAnySize_AreKept(ViewStoreProbe probe)
    {
        await probe.ReplaceAsync(1, ("least", long.MinValue), ("zero", 0), ("greatest", long.MaxValue)).ConfigureAwait(false);
        await probe.RequireAsync(1, ("least", long.MinValue), ("zero", 0), ("greatest", long.MaxValue)).ConfigureAwait(false);
        await probe.ApplyAsync(2, Put("zero", -1), Put("least", long.MaxValue)).ConfigureAwait(false);

        await probe.RequireAsync(2, ("least", long.MaxValue), ("zero", -1), ("greatest", long.MaxValue)).ConfigureAwait(false);
    }
}
