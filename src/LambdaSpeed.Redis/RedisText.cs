using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>The texts of keys or values.</summary>
/// <remarks>One column is its own text. Several are joined by colons, escaped within, where it is a key; a value is a JSON object then. Any
/// thread: each call of the store brings a text of its own to write with.</remarks>
internal abstract class RedisText<T>(ViewColumns<T> columns)
{
    protected IReadOnlyList<ViewColumn<T>> Columns => columns.All;

    public RedisValue Of(T item, ColumnText text) => Columns.Count == 1 ? TextOf(Columns[0], item, text) : OfSeveral(item, text);

    protected abstract RedisValue OfSeveral(T item, ColumnText text);

    protected static RedisValue TextOf(ViewColumn<T> column, T item, ColumnText text)
    {
        column.Write(item, text);
        return text.Value;
    }
}
