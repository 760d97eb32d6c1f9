namespace Samples.Shared;

/// <summary>A table of text with columns as wide as they must be.</summary>
/// <param name="columns">The titles; one that begins with &gt; is set to the right, as numbers are.</param>
internal sealed class TextTable(params string[] columns)
{
    private const int MaxWidth = 60; // longer cells are cut

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Cut)]);

    public void WriteTo(TextWriter output)
    {
        var titles = columns.Select(column => column.TrimStart('>')).ToArray();
        var widths = titles.Select((title, i) => _rows.Select(row => row[i].Length).Append(title.Length).Max()).ToArray();
        WriteRow(titles);
        WriteRow([.. widths.Select(width => new string('-', width))]);
        foreach (var row in _rows) WriteRow(row);

        void WriteRow(string[] cells)
        {
            var line = cells.Select((cell, i) => columns[i].StartsWith('>') ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            output.WriteLine(string.Join("  ", line).TrimEnd());
        }
    }

    /// <summary>Shortens a cell, and keeps control characters of the input away from the terminal.</summary>
    private static string Cut(string cell)
    {
        var clean = string.Create(cell.Length, cell, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++) target[i] = char.IsControl(source[i]) ? '?' : source[i];
        });
        return clean.Length <= MaxWidth ? clean : clean[..(MaxWidth - 1)] + '…';
    }
}
