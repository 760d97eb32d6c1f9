using Npgsql;
using NpgsqlTypes;

namespace LambdaSpeed.PostgreSql;

/// <summary>Copies changes into the temporary table: key, value, is it a removal?</summary>
internal sealed class CopyRow<TKey, TValue>(NpgsqlBinaryImporter copy, ViewColumns<TKey> key, ViewColumns<TValue> value)
    : IViewColumnWriter
{
    public async ValueTask WriteAsync(ViewChange<TKey, TValue> change, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
        key.Write(change.Key, this);
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

    public void WriteTime(DateTimeOffset value) => copy.Write(value.UtcDateTime, NpgsqlDbType.TimestampTz);

    public void WriteDate(DateOnly value) => copy.Write(value, NpgsqlDbType.Date);

    public void WriteBytes(byte[] value) => copy.Write(value, NpgsqlDbType.Bytea);

    public void WriteJson(string value) => copy.Write(value, NpgsqlDbType.Jsonb);
}
