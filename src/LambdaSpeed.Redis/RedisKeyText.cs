using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>The fields of a hash.</summary>
internal sealed class RedisKeyText<T> : RedisText<T>
{
    public RedisKeyText(ViewColumns<T> columns) : base(columns)
    {
        if (columns.All.Count == 0) throw new ArgumentException("The key has no parts.", nameof(columns));
    }

    protected override RedisValue OfSeveral(T item) => string.Join(':', Columns.Select(column =>
        TextOf(column, item).ToString().Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal)));
}
