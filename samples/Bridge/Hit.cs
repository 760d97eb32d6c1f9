using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge;

/// <summary>A message: which path was asked for, and when it was sent.</summary>
public sealed record Hit(string Path, DateTimeOffset Sent)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, HitJson.Default.Hit);

    /// <exception cref="JsonException">It is no such message; what becomes of it is the spout's failure policy.</exception>
    public static Hit Read(ReadOnlySpan<byte> message) => JsonSerializer.Deserialize(message, HitJson.Default.Hit)
        is { Path: not null } hit ? hit : throw new JsonException("The message has no path.");
}

[JsonSerializable(typeof(Hit))]
internal sealed partial class HitJson : JsonSerializerContext;
