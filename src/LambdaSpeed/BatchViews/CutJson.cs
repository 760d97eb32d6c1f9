using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LambdaSpeed.BatchViews;

/// <summary>Cuts as JSON: what other programs read and write, so names stay and what is not known is passed over.</summary>
internal static class CutJson
{
    private const int Version = 1;

    public static string Write(Cut cut)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) Write(json, cut);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter json, Cut cut)
    {
        json.WriteStartObject();
        json.WriteNumber("format", Version);
        json.WriteNumber("epoch", cut.Epoch.Number);
        if (cut.Watermark is { } watermark)
        {
            json.WriteString("watermark", watermark.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        }
        json.WriteStartArray("sources");
        foreach (var source in cut.Sources)
        {
            json.WriteStartObject();
            json.WriteString("name", source.Name);
            if (source.LogId is { } log) json.WriteString("log", log);
            json.WriteStartObject("positions");
            foreach (var (partition, offset) in source.Positions)
            {
                json.WriteNumber(partition.ToString(CultureInfo.InvariantCulture), offset);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static Cut Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Read(json.RootElement);
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            throw new FormatException($"The text is no cut: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a cut; what it throws is told by <see cref="IsMalformed"/>.</summary>
    public static Cut Read(JsonElement json)
    {
        var version = json.GetProperty("format").GetInt32();
        if (version != Version) throw new FormatException($"its format is {version}, and this program reads format {Version}.");

        DateTimeOffset? watermark = json.TryGetProperty("watermark", out var time) && time.ValueKind != JsonValueKind.Null
            ? time.GetDateTimeOffset()
            : null;
        var sources = json.GetProperty("sources").EnumerateArray().Select(ReadSource).ToList();
        return new Cut(new EpochId(json.GetProperty("epoch").GetInt64()), sources, watermark);
    }

    /// <summary>What a malformed text makes the platform's reader, or the constructors, throw.</summary>
    public static bool IsMalformed(Exception exception) =>
        exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException
            or OverflowException;

    private static CutSource ReadSource(JsonElement json)
    {
        var log = json.TryGetProperty("log", out var id) ? id.GetString() : null;
        var positions = json.GetProperty("positions").EnumerateObject()
            .Select(position => new LogPosition(int.Parse(position.Name, CultureInfo.InvariantCulture), position.Value.GetInt64()))
            .ToList();
        return new CutSource(json.GetProperty("name").GetString()!, log, positions);
    }
}
