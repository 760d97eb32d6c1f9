using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>Writes in transactions that are executed only where the mark is the expected one.</summary>
internal sealed class RedisWriter(RedisSession session, RedisViewStoreOptions options)
{
    /// <summary>How many entries are put into one call of the server.</summary>
    public const int EntriesInACall = 1_000;

    public RedisSession Session => session;

    /// <summary>The channel that is told of writes; null for none.</summary>
    public string? Channel => options.Channel;

    /// <summary>Calls in which changes are collected: as many as a transaction may have, or fewer.</summary>
    public RedisCalls NewCalls() => new(Math.Min(EntriesInACall, options.LargestTransaction ?? EntriesInACall));

    public async ValueTask<ViewMark?> ReadMarkAsync(RedisViewKeys keys, CancellationToken cancellationToken)
    {
        var held = await session.CallAsync(database => database.StringGetAsync(keys.Mark), cancellationToken).ConfigureAwait(false);
        return MarkText.Parse(held);
    }

    /// <summary>The slices that readers are shown.</summary>
    public async ValueTask<HashSet<int>> ReadSlicesAsync(RedisViewKeys keys, CancellationToken cancellationToken)
    {
        var members = await session.CallAsync(database => database.SetMembersAsync(keys.Slices), cancellationToken).ConfigureAwait(false);
        return [.. members.Select(member => (int)member)];
    }

    /// <summary>Goes through the names that match a pattern, on the node that has the view's keys, some at a time, as long as
    /// it is told to go on; a name may come twice.</summary>
    public async ValueTask ScanAsync(
        RedisViewKeys keys, RedisValue pattern, Func<RedisKey[], ValueTask<bool>> act, CancellationToken cancellationToken) =>
        await session.CallAsync(
            async database =>
            {
                var server = PrimaryOf(database, keys);
                var names = server.KeysAsync(database.Database, pattern, EntriesInACall).Chunk(EntriesInACall);
                await foreach (var chunk in names.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    if (!await act(chunk).ConfigureAwait(false)) return false;
                }
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Writes in one transaction, or in several of which the last one drops slices and sets the mark; false when the mark is not
    /// the expected one.</summary>
    public async ValueTask<bool> TryWriteAsync(
        IEntryLayout layout, RedisWrite write, List<RedisEntries> calls, ViewMark? held, CancellationToken cancellationToken)
    {
        IReadOnlyList<RedisEntries>[] transactions =
            options.LargestTransaction is null || calls.Count == 0 ? [calls] : [.. calls.Select(call => new[] { call })];
        for (var i = 0; i < transactions.Length; i++)
        {
            var (part, isLast) = (transactions[i], i == transactions.Length - 1);
            var isWritten = await TryExecuteAsync(
                write.Keys,
                held,
                transaction =>
                {
                    Write(layout, transaction, write.Keys, part);
                    if (isLast) End(layout, transaction, write);
                },
                cancellationToken).ConfigureAwait(false);
            if (!isWritten) return false;
        }
        return true;
    }

    /// <summary>Executes a transaction; false when the mark is not the expected one.</summary>
    public ValueTask<bool> TryExecuteAsync(
        RedisViewKeys keys, ViewMark? held, Action<RedisTransaction> fill, CancellationToken cancellationToken) =>
        session.CallAsync(
            database =>
            {
                var transaction = new RedisTransaction(database, keys.Mark);
                transaction.Require(held);
                fill(transaction);
                return transaction.ExecuteAsync();
            },
            cancellationToken);

    private static IServer PrimaryOf(IDatabase database, RedisViewKeys keys)
    {
        try
        {
            return database.Multiplexer.GetServer(keys.Mark, flags: CommandFlags.DemandMaster);
        }
        catch (InvalidOperationException exception)
        {
            throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, exception.Message, exception);
        }
    }

    private static void Write(IEntryLayout layout, RedisTransaction transaction, RedisViewKeys keys, IReadOnlyList<RedisEntries> part)
    {
        foreach (var entries in part) layout.Write(transaction, keys, entries);
        transaction.AddMembers(keys.Slices, [.. part.Select(entries => entries.Slice).OfType<int>().Distinct()]);
    }

    private void End(IEntryLayout layout, RedisTransaction transaction, RedisWrite write)
    {
        transaction.RemoveMembers(write.Keys.Slices, write.Dropped);
        foreach (var slice in write.Dropped) layout.Drop(transaction, write.Keys, slice);
        transaction.SetMark(write.Mark);
        if (Channel is { } channel) transaction.Publish(channel, write.Message);
    }
}
