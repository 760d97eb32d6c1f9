using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>Finds the keys of a table that have changed since an epoch, with their hashes. The caller has the newer epoch pinned.</summary>
internal static class ChangedKeys
{
    /// <summary>By the lists of changed keys, a key as often as it is in one; needs the older epoch pinned since it was read.</summary>
    public static IEnumerable<(TKey Key, uint Hash)> FromLists<TKey, TValue>(VersionedTable<TKey, TValue> table, long since, long epoch)
        where TKey : notnull
    {
        for (var undo = table.NewestUndo; undo is not null && undo.Epoch > since; undo = undo.Older)
        {
            if (undo.Epoch > epoch) continue;
            var count = undo.Count;
            for (var i = 0; i < count; i++) yield return (undo[i].Key, undo[i].Hash);
        }
    }

    /// <summary>By looking at every key, each once.</summary>
    public static IEnumerable<(TKey Key, uint Hash)> ByLooking<TKey, TValue>(VersionedTable<TKey, TValue> table, long since, long epoch)
        where TKey : notnull
    {
        var entries = table.Entries;
        for (var slot = 0; slot < entries.Length; slot++)
        {
            var hash = Volatile.Read(ref entries[slot].Hash);
            if (hash == 0) continue;
            if (!TableReader.TryReadAsOf(table, ref entries[slot], epoch, out _, out var changedIn) || changedIn <= since) continue;
            yield return (entries[slot].Key, hash);
        }
    }
}
