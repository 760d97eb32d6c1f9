using System.Globalization;
using System.Text.Json;

namespace LambdaSpeed.Redis;

/// <summary>The columns of a value within a JSON object.</summary>
internal sealed class ColumnJson(Utf8JsonWriter json) : IViewColumnWriter
{
    public void WriteNull() => json.WriteNullValue();

    public void WriteText(string value) => json.WriteStringValue(value);

    public void WriteBoolean(bool value) => json.WriteBooleanValue(value);

    public void WriteInteger(long value) => json.WriteNumberValue(value);

    public void WriteReal(double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(value.ToString("R", CultureInfo.InvariantCulture)); // JSON has no such number
    }

    public void WriteDecimal(decimal value) => json.WriteNumberValue(value);

    public void WriteGuid(Guid value) => json.WriteStringValue(value);

    public void WriteTime(DateTimeOffset value) => json.WriteStringValue(value);

    public void WriteDate(DateOnly value) => json.WriteStringValue(ViewText.Of(value));

    public void WriteBytes(byte[] value) => json.WriteBase64StringValue(value);

    public void WriteJson(string value) => json.WriteRawValue(value);
}
