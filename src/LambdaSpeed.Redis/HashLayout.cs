using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>All entries in one hash. New content is built in another one, which takes its place.</summary>
internal sealed class HashLayout(RedisWriter writer) : IEntryLayout
{
    private const int StagedAtOnce = 16; // calls under way while new content is built

    public void Write(RedisTransaction transaction, RedisViewKeys keys, RedisEntries entries)
    {
        transaction.PutFields(keys.Content, entries.Puts);
        transaction.RemoveFields(keys.Content, entries.Removals);
    }

    public async ValueTask ReplaceAsync(RedisWrite write, IAsyncEnumerable<HashEntry[]> content, CancellationToken cancellationToken)
    {
        var held = await writer.ReadMarkAsync(write.Keys, cancellationToken).ConfigureAwait(false);
        if (!write.IsDue(held, since: null)) return;

        var staged = write.Keys.NewStaged();
        var count = await StageAsync(staged, content, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        do
        {
            RedisValue[] arguments =
                [held is { } mark ? MarkText.Of(mark) : "", MarkText.Of(write.Mark), writer.Channel ?? "", write.Message, count];
            var answer = await writer.Session.CallAsync(
                database => database.ScriptEvaluateAsync(RedisScripts.Replace, [write.Keys.Content, write.Keys.Mark, staged], arguments),
                cancellationToken).ConfigureAwait(false);
            if (answer.IsNull) return;

            held = MarkText.Parse((RedisValue)answer);
        }
        while (write.IsDue(held, since: null));
    }

    /// <summary>Writes the content into a hash of its own, which is gone after an hour if nothing comes of it.</summary>
    private async ValueTask<long> StageAsync(
        RedisKey staged, IAsyncEnumerable<HashEntry[]> content, CancellationToken cancellationToken)
    {
        var count = 0L;
        var underWay = new Queue<Task>();
        await foreach (var fields in content.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (underWay.Count == StagedAtOnce) await underWay.Dequeue().ConfigureAwait(false);
            underWay.Enqueue(writer.Session.CallAsync(
                async database =>
                {
                    await database.HashSetAsync(staged, fields).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).AsTask());
            if (count == 0)
            {
                underWay.Enqueue(writer.Session.CallAsync(
                    database => database.KeyExpireAsync(staged, TimeSpan.FromHours(1)), cancellationToken).AsTask());
            }
            count += fields.Length;
        }
        await Task.WhenAll(underWay).ConfigureAwait(false);
        return count;
    }
}
