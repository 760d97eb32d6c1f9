using Npgsql;
using NpgsqlTypes;

namespace LambdaSpeed.PostgreSql;

/// <summary>Copies changes into the temporary table: key, value, is it a removal? What is refused is said with the names of store and
/// view.</summary>
internal sealed class CopyRow<TKey, TValue>(
    NpgsqlBinaryImporter copy, string store, string view, ViewColumns<TKey> key, ViewColumns<TValue> value) : IViewColumnWriter
{
    private ViewColumn<TKey>? _keyColumn; // the one that is written; null while the value is

    public async ValueTask WriteAsync(ViewChange<TKey, TValue> change, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < key.All.Count; i++)
        {
            _keyColumn = key.All[i];
            _keyColumn.Write(change.Key, this);
        }
        _keyColumn = null;
        if (!change.IsRemoval) value.Write(change.Value, this);
        else for (var i = 0; i < value.All.Count; i++) copy.WriteNull();
        WriteBoolean(change.IsRemoval);
    }

    public void WriteNull() => copy.WriteNull();

    public void WriteText(string value) => copy.Write(value, NpgsqlDbType.Text);

    public void WriteBoolean(bool value) => copy.Write(value, NpgsqlDbType.Boolean);

    public void WriteInteger(long value) => copy.Write(value, NpgsqlDbType.Bigint);

    public void WriteReal(double value) => copy.Write(value, NpgsqlDbType.Double);

    public void WriteDecimal(decimal value) => copy.Write(value, NpgsqlDbType.Numeric);

    public void WriteGuid(Guid value) => copy.Write(value, NpgsqlDbType.Uuid);

    /// <summary>PostgreSQL's times are of whole microseconds: a value is cut to them, a key must be of them, since cut it would be another
    /// key's row.</summary>
    public void WriteTime(DateTimeOffset value)
    {
        var time = value.UtcDateTime;
        var rest = time == DateTime.MaxValue ? 0 : time.Ticks % TimeSpan.TicksPerMicrosecond; // the greatest is written as infinity
        if (rest != 0 && _keyColumn is { } column)
        {
            throw new ViewStoreException(
                store, $"column '{column.Name}' of the key of view '{view}' cannot be {ViewText.Of(value)}: PostgreSQL's times are of " +
                "whole microseconds, and two keys would become one row. Round the time where the key is made, or lay it out as text " +
                "(ViewText.Of) or as a whole number (UtcTicks)");
        }
        copy.Write(time.AddTicks(-rest), NpgsqlDbType.TimestampTz);
    }

    public void WriteDate(DateOnly value) => copy.Write(value, NpgsqlDbType.Date);

    public void WriteBytes(byte[] value) => copy.Write(value, NpgsqlDbType.Bytea);

    public void WriteJson(string value) => copy.Write(JsonText.Escape(value), NpgsqlDbType.Jsonb);
}
