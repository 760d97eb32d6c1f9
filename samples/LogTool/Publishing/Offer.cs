using System.Security.Cryptography;
using System.Text.Json;
using LambdaSpeed;

namespace LogTool.Publishing;

/// <summary>A publication: a file and its manifest. Written by nothing but the platform's library, as a program in any language
/// would.</summary>
/// <param name="Folder">The publication directory.</param>
/// <param name="Name">The publication's name.</param>
internal sealed record Offer(string Folder, string Name)
{
    private string ManifestPath => PathTo(".publication.json");

    /// <summary>A name of which nothing is there yet.</summary>
    public static Offer Unnamed(string folder, string view, Cut cut)
    {
        for (var number = 1; ; number++)
        {
            var offer = new Offer(folder, number == 1 ? $"{view}-{cut.Epoch.Number}" : $"{view}-{cut.Epoch.Number}-{number}");
            if (!offer.IsTaken()) return offer;
        }
    }

    public string PathTo(string end) => Path.Combine(Folder, Name + end);

    public bool IsTaken() => Directory.EnumerateFiles(Folder, Name + ".*").Any();

    /// <summary>Puts a file beside the manifest that will name it: whole, durable, and under its name only then.</summary>
    public string Place(string file, string end)
    {
        var unfinished = PathTo(end + ".unfinished");
        using (var from = File.OpenRead(file))
        using (var to = new FileStream(unfinished, FileMode.Create))
        {
            from.CopyTo(to);
            to.Flush(flushToDisk: true);
        }
        File.Move(unfinished, PathTo(end));
        return PathTo(end);
    }

    /// <summary>Writes the manifest. From here on the run may take it at any moment, also if this program dies.</summary>
    public void Submit(string view, string placed, string form, Cut cut, bool mayGoBack)
    {
        var unfinished = ManifestPath + ".unfinished";
        using (var file = new FileStream(unfinished, FileMode.Create))
        {
            using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true }))
            {
                json.WriteStartObject();
                json.WriteNumber("format", 1);
                json.WriteString("view", view);
                json.WriteString("file", Path.GetFileName(placed));
                json.WriteString("sha256", HashOf(placed));
                json.WriteString("form", form);
                json.WritePropertyName("cut");
                json.WriteRawValue(cut.ToJson());
                if (mayGoBack) json.WriteBoolean("rollBack", true);
                json.WriteEndObject();
            }
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, ManifestPath);
    }

    /// <summary>Waits for the run's answer.</summary>
    /// <returns>Is it published, and what the answer says; null when there was none in time.</returns>
    public async Task<(bool IsPublished, JsonElement Text)?> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var left = patience; ; left -= Look)
        {
            foreach (var (isPublished, end) in new[] { (true, ".published.json"), (false, ".refused.json") })
            {
                if (!File.Exists(PathTo(end))) continue;
                using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(PathTo(end), cancellationToken));
                return (isPublished, json.RootElement.Clone());
            }
            if (left <= TimeSpan.Zero) return null;
            await Task.Delay(Look, cancellationToken);
        }
    }

    private static TimeSpan Look => TimeSpan.FromMilliseconds(100);

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
