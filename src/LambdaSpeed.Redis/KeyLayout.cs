using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>A key of its own for each entry, which tells the slice where slices are kept apart. New content is compared with what is
/// there, and what differs is written.</summary>
internal sealed class KeyLayout(RedisWriter writer) : IEntryLayout
{
    // Of a start that has taken a view over and not yet written its content: what is there is what an earlier one has left.
    private static readonly EpochId _nothingYet = new(-1);

    public void Write(RedisTransaction transaction, RedisViewKeys keys, RedisEntries entries)
    {
        transaction.PutKeys(Array.ConvertAll(entries.Puts, put => KeyValuePair.Create(Entry(put.Name), put.Value)));
        transaction.RemoveKeys(Array.ConvertAll(entries.Removals, Entry));

        RedisKey Entry(RedisValue text) => keys.Entry(RedisViewKeys.TextOf(entries.Slice, text));
    }

    /// <summary>Nothing: readers know by the set of slices that it is gone. To delete its keys in the transaction would have the server do
    /// nothing else meanwhile.</summary>
    public void Drop(RedisTransaction transaction, RedisViewKeys keys, int slice)
    {
    }

    /// <summary>Deletes the keys of slices that were dropped, some at a time. What a crash leaves of them the next start deletes.</summary>
    public async ValueTask SweepAsync(RedisWrite write, CancellationToken cancellationToken)
    {
        if (write.Dropped.Count == 0) return;
        await writer.ScanAsync(write.Keys, write.Keys.EntryPattern, DeleteAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<bool> DeleteAsync(RedisKey[] names)
        {
            RedisKey[] dropped = [.. names.Where(name => write.Keys.SliceOf(name) is { } slice && write.Dropped.Contains(slice))];
            return dropped.Length == 0 || await writer.TryExecuteAsync( // no more where another mark stands: a slice may be there again
                write.Keys, write.Mark, transaction => transaction.RemoveKeys(dropped), cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask ReplaceAsync(RedisWrite write, IAsyncEnumerable<RedisEntries> content, CancellationToken cancellationToken)
    {
        if (await TakeOverAsync(write, cancellationToken).ConfigureAwait(false) is not { } held) return;

        var comparison = new KeyComparison(writer, write.Keys);
        await comparison.CompareAsync(content, cancellationToken).ConfigureAwait(false);
        await comparison.FindGhostsAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var isWritten = await writer.TryWriteAsync(
            this, write with { Dropped = comparison.Gone }, comparison.End(), held, cancellationToken).ConfigureAwait(false);
        if (isWritten) return;

        var found = await writer.ReadMarkAsync(write.Keys, cancellationToken).ConfigureAwait(false);
        if (!write.IsDue(found, since: null)) return;
        throw new ViewStoreException(
            writer.Session.Name, $"the mark of view '{write.View}' has changed while its content was compared; that is done once more");
    }

    /// <summary>Has the server refuse earlier starts from here on, so that nothing changes what is compared, not even the first of several
    /// transactions of theirs, and a start that does not end cannot keep this one from its turn. Gives the mark that is then held; null
    /// when the write is not due.</summary>
    private async ValueTask<ViewMark?> TakeOverAsync(RedisWrite write, CancellationToken cancellationToken)
    {
        var taken = write.Mark with { Epoch = _nothingYet };
        while (true)
        {
            var held = await writer.ReadMarkAsync(write.Keys, cancellationToken).ConfigureAwait(false);
            if (!write.IsDue(held, since: null)) return null;
            if (held is { } mark && mark.Incarnation == write.Mark.Incarnation) return held;
            var isTaken = await writer.TryExecuteAsync(
                write.Keys, held, transaction => transaction.SetMark(taken), cancellationToken).ConfigureAwait(false);
            if (isTaken) return taken;
        }
    }
}
