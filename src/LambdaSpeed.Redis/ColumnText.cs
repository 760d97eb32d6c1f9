using System.Globalization;
using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>The text of one column.</summary>
internal sealed class ColumnText : IViewColumnWriter
{
    /// <summary>What was written; empty for nothing.</summary>
    public RedisValue Value { get; private set; } = RedisValue.EmptyString;

    public void WriteNull() => Value = RedisValue.EmptyString;

    public void WriteText(string value) => Value = value;

    public void WriteBoolean(bool value) => Value = value ? "true" : "false";

    public void WriteInteger(long value) => Value = value;

    public void WriteReal(double value) => Value = value.ToString("R", CultureInfo.InvariantCulture);

    public void WriteDecimal(decimal value) => Value = value.ToString(CultureInfo.InvariantCulture);

    public void WriteGuid(Guid value) => Value = value.ToString();

    public void WriteTime(DateTimeOffset value) => Value = ViewText.Of(value);

    public void WriteDate(DateOnly value) => Value = ViewText.Of(value);

    public void WriteBytes(byte[] value) => Value = value;

    public void WriteJson(string value) => Value = value;
}
