using System.Text.Json;
using LambdaSpeed;
using Samples.Shared;

namespace LogTool.Publishing;

/// <summary>What a run has announced in its publication directory: what may be published, and up to where.</summary>
/// <param name="Views">The views.</param>
/// <param name="Cuts">The cuts, oldest first.</param>
internal sealed record Announcement(IReadOnlyList<AnnouncedView> Views, IReadOnlyList<Cut> Cuts)
{
    private const string FileName = "announced.json";

    /// <exception cref="IOException">No run has announced anything there.</exception>
    public static Announcement Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new IOException($"'{folder}' has no {FileName}: no run has watched it yet.");

        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = json.RootElement;
        if (root.GetProperty("format").GetInt32() != 1) throw new IOException($"'{path}' is of a later format; use a later LogTool.");
        return new Announcement(
            [.. root.GetProperty("views").EnumerateArray().Select(AnnouncedView.Read)],
            [.. root.GetProperty("cuts").EnumerateArray().Select(cut => Cut.FromJson(cut.GetRawText()))]);
    }

    public AnnouncedView View(string name) => Views.FirstOrDefault(view => view.Name == name) ?? throw new UsageException(
        $"--view is '{name}', which is not announced; announced are: {string.Join(", ", Views.Select(view => view.Name))}.");

    public bool Has(Cut cut) => Cuts.Any(announced => announced.Covers(cut) && cut.Covers(announced));
}
