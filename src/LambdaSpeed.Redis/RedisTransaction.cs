using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>A transaction of the server. There is no rollback, so the outcome of each command is looked at.</summary>
internal sealed class RedisTransaction(ITransaction transaction)
{
    private readonly List<Task> _commands = [];

    /// <summary>Has nothing be executed when the mark is another one.</summary>
    public void Require(RedisKey key, ViewMark? mark) => transaction.AddCondition(
        mark is { } held ? Condition.StringEqual(key, MarkText.Of(held)) : Condition.KeyNotExists(key));

    public void Write(RedisKey content, RedisFields fields)
    {
        if (fields.Puts.Length > 0) _commands.Add(transaction.HashSetAsync(content, fields.Puts));
        if (fields.Removals.Length > 0) _commands.Add(transaction.HashDeleteAsync(content, fields.Removals));
    }

    public void Set(RedisKey key, ViewMark mark, string? channel, string message)
    {
        _commands.Add(transaction.StringSetAsync(key, MarkText.Of(mark)));
        if (channel is not null) _commands.Add(transaction.PublishAsync(RedisChannel.Literal(channel), message));
    }

    /// <summary>Was it executed?</summary>
    public async Task<bool> ExecuteAsync()
    {
        foreach (var command in _commands) // what fails with the transaction needs no notice of its own
        {
            _ = command.ContinueWith(
                failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        if (!await transaction.ExecuteAsync().ConfigureAwait(false)) return false;

        await Task.WhenAll(_commands).ConfigureAwait(false);
        return true;
    }
}
