using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>All entries in one hash, or in one for each slice. New content is built in others, which take their place.</summary>
internal sealed class HashLayout(RedisWriter writer) : IEntryLayout
{
    private const int StagedAtOnce = 16; // calls under way while new content is built

    public void Write(RedisTransaction transaction, RedisViewKeys keys, RedisEntries entries)
    {
        var hash = keys.HashOf(entries.Slice);
        transaction.PutFields(hash, entries.Puts);
        transaction.RemoveFields(hash, entries.Removals);
    }

    public void Drop(RedisTransaction transaction, RedisViewKeys keys, int slice) => transaction.RemoveKeys([keys.HashOf(slice)]);

    public ValueTask SweepAsync(RedisWrite write, CancellationToken cancellationToken) => default; // the server frees hashes by itself

    public async ValueTask ReplaceAsync(RedisWrite write, IAsyncEnumerable<RedisEntries> content, CancellationToken cancellationToken)
    {
        var held = await writer.ReadMarkAsync(write.Keys, cancellationToken).ConfigureAwait(false);
        if (!write.IsDue(held, since: null)) return;

        var staged = await StageAsync(write.Keys, content, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        RedisKey[] keys =
        [
            write.Keys.Mark, write.Keys.Slices, .. staged.SelectMany(hash => new RedisKey[] { write.Keys.HashOf(hash.Slice), hash.Key }),
        ];
        do
        {
            RedisValue[] arguments =
            [
                held is { } mark ? MarkText.Of(mark) : "", MarkText.Of(write.Mark), writer.Channel ?? "", write.Message,
                write.Keys.HasSlices ? write.Keys.HashesOfSlices : "",
                .. staged.SelectMany(hash => new RedisValue[] { hash.Slice ?? RedisValue.EmptyString, hash.Count }),
            ];
            var answer = await writer.Session.CallAsync(
                database => database.ScriptEvaluateAsync(RedisScripts.Replace, keys, arguments), cancellationToken).ConfigureAwait(false);
            if (answer.IsNull) return;

            held = MarkText.Parse((RedisValue)answer);
        }
        while (write.IsDue(held, since: null));
    }

    /// <summary>Writes the content into hashes of its own, which are gone after an hour if nothing comes of them. Where slices are not kept
    /// apart there is one, be it empty.</summary>
    private async ValueTask<IReadOnlyCollection<StagedHash>> StageAsync(
        RedisViewKeys keys, IAsyncEnumerable<RedisEntries> content, CancellationToken cancellationToken)
    {
        var hashes = new List<StagedHash>(); // few, as slices are
        var underWay = new Queue<Task>();
        if (!keys.HasSlices) hashes.Add(new(null, keys.NewStaged()));
        await foreach (var entries in content.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var hash = hashes.Find(hash => hash.Slice == entries.Slice);
            if (hash is null) hashes.Add(hash = new(entries.Slice, keys.NewStaged()));
            if (underWay.Count == StagedAtOnce) await underWay.Dequeue().ConfigureAwait(false);
            var isFirst = hash.Count == 0;
            underWay.Enqueue(writer.Session.CallAsync(
                async database =>
                {
                    var transaction = new RedisTransaction(database, keys.Mark);
                    transaction.PutFields(hash.Key, entries.Puts);
                    if (isFirst) transaction.Expire(hash.Key, TimeSpan.FromHours(1)); // with the first: whatever ends us, nothing stays
                    return await transaction.ExecuteAsync().ConfigureAwait(false);
                },
                cancellationToken).AsTask());
            hash.Count += entries.Puts.Length;
        }
        await Task.WhenAll(underWay).ConfigureAwait(false);
        return hashes;
    }
}
