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

    /// <summary>Writes in one transaction, or in several of which the last one sets the mark; false when the mark is not the expected
    /// one.</summary>
    public async ValueTask<bool> TryWriteAsync(
        IEntryLayout layout, RedisWrite write, List<RedisEntries> calls, ViewMark? held, CancellationToken cancellationToken)
    {
        IReadOnlyList<RedisEntries>[] transactions =
            options.LargestTransaction is null || calls.Count == 0 ? [calls] : [.. calls.Select(call => new[] { call })];
        for (var i = 0; i < transactions.Length; i++)
        {
            var (part, isLast) = (transactions[i], i == transactions.Length - 1);
            var isWritten = await ExecuteAsync(
                write.Keys,
                held,
                transaction =>
                {
                    foreach (var entries in part) layout.Write(transaction, write.Keys, entries);
                    if (!isLast) return;
                    transaction.Set(write.Keys.Mark, write.Mark);
                    if (Channel is { } channel) transaction.Publish(channel, write.Message);
                },
                cancellationToken).ConfigureAwait(false);
            if (!isWritten) return false;
        }
        return true;
    }

    /// <summary>Sets the mark and nothing else; false when it is not the expected one.</summary>
    public ValueTask<bool> TryMarkAsync(RedisViewKeys keys, ViewMark? held, ViewMark mark, CancellationToken cancellationToken) =>
        ExecuteAsync(keys, held, transaction => transaction.Set(keys.Mark, mark), cancellationToken);

    private ValueTask<bool> ExecuteAsync(
        RedisViewKeys keys, ViewMark? held, Action<RedisTransaction> fill, CancellationToken cancellationToken) =>
        session.CallAsync(
            database =>
            {
                var transaction = new RedisTransaction(database.CreateTransaction());
                transaction.Require(keys.Mark, held);
                fill(transaction);
                return transaction.ExecuteAsync();
            },
            cancellationToken);
}
