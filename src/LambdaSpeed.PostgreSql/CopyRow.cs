using Npgsql;
using NpgsqlTypes;

namespace LambdaSpeed.PostgreSql;

/// <summary>Writes the columns of a row that is being copied.</summary>
internal sealed class CopyRow(NpgsqlBinaryImporter copy) : IViewColumnWriter
{
    public void WriteNulls(int count)
    {
        for (var i = 0; i < count; i++) copy.WriteNull();
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
