using Samples.Shared;
using SuperWebAnalytics.Requests;

namespace SuperWebAnalytics;

/// <summary>Keeps the first malformed lines to be shown, and writes all of them to a file when there is an export.</summary>
/// <remarks>Called by one task of the topology, and read when the run has ended.</remarks>
internal sealed class DeadLetterReport(AnalyticsOptions options) : IDisposable
{
    public const string FileName = "dead_letters.csv";

    private const int MaxExamples = 5;

    private readonly List<DeadLetter> _examples = [];
    private readonly CsvFile? _file =
        options.Export is { } folder ? new CsvFile(folder, FileName, "file", "offset", "reason", "line") : null;

    public void Add(DeadLetter letter)
    {
        if (_examples.Count < MaxExamples) _examples.Add(letter);
        _file?.Write(NameOf(letter), CsvFile.Text(letter.Line.Offset), $"{letter.Reason}", letter.Line.Text);
    }

    public void WriteExamplesTo(TextWriter output)
    {
        var table = new TextTable("file", ">offset", "reason", "line");
        foreach (var letter in _examples)
        {
            table.Add(NameOf(letter), CsvFile.Text(letter.Line.Offset), $"{letter.Reason}", letter.Line.Text);
        }
        table.WriteTo(output);
    }

    public void Dispose() => _file?.Dispose();

    private string NameOf(DeadLetter letter) => options.Files[letter.Line.File].Name;
}
