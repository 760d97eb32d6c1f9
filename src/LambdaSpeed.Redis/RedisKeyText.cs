using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>The fields of a hash.</summary>
internal sealed class RedisKeyText<T> : RedisText<T>
{
    public RedisKeyText(ViewColumns<T> columns) : base(columns)
    {
        if (columns.All.Count == 0) throw new ArgumentException("The key has no parts.", nameof(columns));
    }

    protected override RedisValue OfSeveral(T item, ColumnText text) =>
        string.Join(':', Columns.Select(column => Escaped(TextOf(column, item, text).ToString())));

    private static string Escaped(string part) =>
        part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}
