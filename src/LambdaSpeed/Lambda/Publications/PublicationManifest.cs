using System.Text.Json;
using LambdaSpeed.BatchViews;

namespace LambdaSpeed.Lambda.Publications;

/// <summary>What a batch job says of a file that it wants published; the format is in <c>docs/how-it-works/batch-layers.md</c>.</summary>
/// <param name="View">The view.</param>
/// <param name="File">The file's name, in the same directory.</param>
/// <param name="Sha256">The hash of its bytes, in lower-case hexadecimal digits.</param>
/// <param name="Form">What it is.</param>
/// <param name="Cut">Up to where it accounts for the master data; null when the file says so itself.</param>
/// <param name="MayGoBack">May its cut be older than the published one?</param>
internal sealed record PublicationManifest(
    string View, string File, string Sha256, PublicationForm Form, Cut? Cut, bool MayGoBack)
{
    private const int Version = 1;
    private const int HashDigits = 64;

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="FormatException">It is none, with the reason.</exception>
    public static PublicationManifest Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Read(json.RootElement);
        }
        catch (Exception exception) when (CutJson.IsMalformed(exception))
        {
            throw new FormatException($"the manifest cannot be read: {exception.Message}", exception);
        }
    }

    private static PublicationManifest Read(JsonElement json)
    {
        var version = json.GetProperty("format").GetInt32();
        if (version != Version) throw new FormatException($"its format is {version}, and this program reads format {Version}.");

        var form = Text(json, "form") switch
        {
            "sorted" => PublicationForm.Sorted,
            "csv" => PublicationForm.Csv,
            "jsonl" => PublicationForm.JsonLines,
            var other => throw new FormatException($"its form is '{other}'; choose sorted, csv or jsonl."),
        };
        var file = Text(json, "file");
        if (file.IndexOfAny(['/', '\\', ':', '\0']) >= 0 || file is "." or "..") throw new FormatException(
            $"its file is '{file}'; put it beside the manifest and name it without a path.");
        var sha256 = Text(json, "sha256");
        if (sha256.Length != HashDigits || !sha256.All(char.IsAsciiHexDigit)) throw new FormatException(
            $"its sha256 is '{sha256}'; give it {HashDigits} hexadecimal digits.");
        var cut = json.TryGetProperty("cut", out var found) && found.ValueKind != JsonValueKind.Null ? CutJson.Read(found) : null;
        if (cut is null && form != PublicationForm.Sorted) throw new FormatException(
            "its \"cut\" is missing: rows do not say it themselves.");
        var mayGoBack = json.TryGetProperty("rollBack", out found) && found.GetBoolean();
        return new(Text(json, "view"), file, sha256.ToLowerInvariant(), form, cut, mayGoBack);
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String && found.GetString() is { Length: > 0 } text
            ? text
            : throw new FormatException($"its \"{name}\" is missing, or no text.");
}
