using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LambdaSpeed.Sqlite;

/// <summary>Puts the columns of an item into the parameters of a statement, one after the other.</summary>
internal sealed class ParameterRow : IViewColumnWriter
{
    private SqliteParameterCollection? _parameters; // of the statement that is being filled
    private int _next;                              // the parameter that the next column goes into

    public void Begin(SqliteParameterCollection parameters) => (_parameters, _next) = (parameters, 0);

    public void WriteNull() => Write(DBNull.Value);

    public void WriteText(string value) => Write(value);

    public void WriteBoolean(bool value) => Write(value ? 1L : 0L);

    public void WriteInteger(long value) => Write(value);

    public void WriteReal(double value) => Write(double.IsNaN(value) ? DBNull.Value : value); // SQLite has no NaN

    public void WriteDecimal(decimal value) => Write(value.ToString(CultureInfo.InvariantCulture));

    public void WriteGuid(Guid value) => Write(value.ToString());

    public void WriteTime(DateTimeOffset value) => Write(ViewText.Of(value));

    public void WriteDate(DateOnly value) => Write(ViewText.Of(value));

    public void WriteBytes(byte[] value) => Write(value);

    public void WriteJson(string value) => Write(value);

    private void Write(object value) => _parameters![_next++].Value = value;
}
