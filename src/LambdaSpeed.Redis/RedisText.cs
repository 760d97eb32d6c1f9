using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>The texts of keys or values.</summary>
/// <remarks>One column is its own text. Several are joined by colons, escaped within, where it is a key; a value is a JSON object then. Any
/// thread: each item is written by a writer of its own.</remarks>
internal abstract class RedisText<T>(ViewColumns<T> columns)
{
    protected IReadOnlyList<ViewColumn<T>> Columns => columns.All;

    public RedisValue Of(T item) => Columns.Count == 1 ? TextOf(Columns[0], item) : OfSeveral(item);

    protected abstract RedisValue OfSeveral(T item);

    protected static RedisValue TextOf(ViewColumn<T> column, T item)
    {
        var text = new ColumnText();
        column.Write(item, text);
        return text.Value;
    }
}
