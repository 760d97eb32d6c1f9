using System.Buffers;
using System.Text.Json;
using LambdaSpeed.BatchViews;

namespace LambdaSpeed.Lambda.Publications;

/// <summary>What a run writes for batch jobs elsewhere; the format is in <c>docs/how-it-works/batch-layers.md</c>. Pure.</summary>
internal static class PublicationJson
{
    private const int Version = 1;

    private static readonly Cut _nowhere = new(default, []);

    /// <summary>What can be published: the views, and the cuts up to which they may be computed, oldest first.</summary>
    public static byte[] Announcement(string topology, IEnumerable<IPublicationTarget> views, IEnumerable<Cut> cuts) => Write(json =>
    {
        json.WriteString("topology", topology);
        json.WriteStartArray("views");
        foreach (var view in views)
        {
            var identity = view.IdentityAt(_nowhere);
            json.WriteStartObject();
            json.WriteString("name", view.Name);
            json.WriteString("keys", identity.KeySchema);
            json.WriteString("order", identity.IsOrdered ? "keys" : "hashes");
            json.WriteString("accumulators", identity.AccumulatorSchema);
            json.WriteString("aggregator", identity.Aggregator);
            if (view.Cut is { } published)
            {
                json.WritePropertyName("published");
                CutJson.Write(json, published);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("cuts");
        foreach (var cut in cuts) CutJson.Write(json, cut);
        json.WriteEndArray();
    });

    /// <summary>The answer to a publication that is durable.</summary>
    public static byte[] Published(string view, Cut cut, string file, string? former) => Write(json =>
    {
        json.WriteString("view", view);
        json.WritePropertyName("cut");
        CutJson.Write(json, cut);
        json.WriteString("file", file);
        if (former is not null) json.WriteString("former", former);
    });

    /// <summary>The answer to one that is refused.</summary>
    public static byte[] Refused(string? view, string reason) => Write(json =>
    {
        if (view is not null) json.WriteString("view", view);
        json.WriteString("reason", reason);
    });

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Version);
            members(json);
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }
}
