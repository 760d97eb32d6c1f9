using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>A transaction of the server. There is no rollback, so the outcome of each command is looked at.</summary>
/// <param name="database">The database.</param>
/// <param name="mark">The key of the mark.</param>
internal sealed class RedisTransaction(IDatabase database, RedisKey mark)
{
    private readonly ITransaction _transaction = database.CreateTransaction();
    private readonly List<Task> _commands = [];

    /// <summary>Has nothing be executed when the mark is another one.</summary>
    public void Require(ViewMark? held) => _transaction.AddCondition(
        held is { } owed ? Condition.StringEqual(mark, MarkText.Of(owed)) : Condition.KeyNotExists(mark));

    public void PutFields(RedisKey hash, HashEntry[] fields)
    {
        if (fields.Length > 0) _commands.Add(_transaction.HashSetAsync(hash, fields));
    }

    public void RemoveFields(RedisKey hash, RedisValue[] fields)
    {
        if (fields.Length > 0) _commands.Add(_transaction.HashDeleteAsync(hash, fields));
    }

    public void PutKeys(KeyValuePair<RedisKey, RedisValue>[] values)
    {
        if (values.Length > 0) _commands.Add(_transaction.StringSetAsync(values, When.Always, CommandFlags.None));
    }

    /// <summary>Removes keys; the server frees what they hold in the background.</summary>
    public void RemoveKeys(RedisKey[] keys)
    {
        if (keys.Length > 0) _commands.Add(_transaction.KeyDeleteAsync(keys));
    }

    public void Expire(RedisKey key, TimeSpan after) => _commands.Add(_transaction.KeyExpireAsync(key, after));

    public void AddMembers(RedisKey set, IReadOnlyCollection<int> members)
    {
        if (members.Count > 0) _commands.Add(_transaction.SetAddAsync(set, [.. members.Select(member => (RedisValue)member)]));
    }

    public void RemoveMembers(RedisKey set, IReadOnlyCollection<int> members)
    {
        if (members.Count > 0) _commands.Add(_transaction.SetRemoveAsync(set, [.. members.Select(member => (RedisValue)member)]));
    }

    public void SetMark(ViewMark kept) => _commands.Add(_transaction.StringSetAsync(mark, MarkText.Of(kept)));

    public void Publish(string channel, string message) =>
        _commands.Add(_transaction.PublishAsync(RedisChannel.Literal(channel), message));

    /// <summary>Was it executed?</summary>
    public async Task<bool> ExecuteAsync()
    {
        foreach (var command in _commands) // what fails with the transaction needs no notice of its own
        {
            _ = command.ContinueWith(
                failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        try
        {
            if (!await _transaction.ExecuteAsync().ConfigureAwait(false)) return false;
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("EXECABORT", StringComparison.Ordinal))
        {
            // a command was not taken, and the client does not tell why: a write of its own is told
            await database.StringSetAsync(mark.Append(":tried"), "", TimeSpan.FromMilliseconds(1)).ConfigureAwait(false);
            throw;
        }
        await Task.WhenAll(_commands).ConfigureAwait(false);
        return true;
    }
}
