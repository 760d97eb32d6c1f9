using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>Where a <see cref="RedisViewStore{TKey, TValue}"/> or <see cref="RedisSlicedViewStore{TKey, TValue}"/> keeps its views, and
/// how.</summary>
public sealed record RedisViewStoreOptions
{
    /// <summary>The client's configuration string, such as <c>localhost:6379,password=…,defaultDatabase=2</c>; all that it can say may be
    /// said.</summary>
    public required string Configuration { get; init; }

    /// <summary>Called with the client's configuration before it connects, for what the string cannot say.</summary>
    /// <value>Nothing is done.</value>
    public Action<ConfigurationOptions>? Configure { get; init; }

    /// <summary>How the entries of a view are kept: all in one hash, or each in a key of its own.</summary>
    /// <value><see cref="RedisLayout.Hash"/>.</value>
    public RedisLayout Layout { get; init; }

    /// <summary>How the names of keys begin; the view's name in braces follows.</summary>
    /// <value><c>lambdaspeed:</c>.</value>
    public string KeyPrefix { get; init; } = "lambdaspeed:";

    /// <summary>A channel on which each write is told, as <c>view incarnation epoch</c>; null for none. The message is published with the
    /// write; who does not listen at that moment misses it.</summary>
    /// <value>None.</value>
    public string? Channel { get; init; }

    /// <summary>How many changes are written in one transaction at most; null for all of a call. Redis serves nobody else while it
    /// executes one, some 2 ms for 1,000 changes. With a number a reader may see part of an epoch that has more changes
    /// (<see cref="IViewStore{TKey, TValue}.IsAtomic"/> is false), and with <see cref="RedisLayout.Keys"/> part of new content.</summary>
    /// <value>None: every epoch is seen whole.</value>
    public int? LargestTransaction { get; init; }

    /// <summary>Without the configuration string, which may hold a password.</summary>
    public override string ToString() => $"{nameof(RedisViewStoreOptions)} {{ Layout = {Layout}, KeyPrefix = {KeyPrefix}, " +
        $"Channel = {Channel}, LargestTransaction = {LargestTransaction} }}";

    internal ConfigurationOptions Parse()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Configuration);
        ArgumentNullException.ThrowIfNull(KeyPrefix);
        if (LargestTransaction is { } size) ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(LargestTransaction));
        try
        {
            var parsed = ConfigurationOptions.Parse(Configuration);
            Configure?.Invoke(parsed);
            if (parsed.EndPoints.Count > 0) return parsed;
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(
                $"{nameof(RedisViewStoreOptions)}.{nameof(Configuration)} cannot be read: {exception.Message}", exception);
        }
        throw new ArgumentException($"{nameof(RedisViewStoreOptions)}.{nameof(Configuration)} names no server: host:port.");
    }
}
