using System.Buffers;
using System.Text.Json;
using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>The values in a hash.</summary>
internal sealed class RedisValueText<T>(ViewColumns<T> columns) : RedisText<T>(columns)
{
    protected override RedisValue OfSeveral(T item, ColumnText text)
    {
        var document = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(document))
        {
            var writer = new ColumnJson(json);
            json.WriteStartObject();
            foreach (var column in Columns)
            {
                json.WritePropertyName(column.Name);
                column.Write(item, writer);
            }
            json.WriteEndObject();
        }
        return document.WrittenMemory;
    }
}
