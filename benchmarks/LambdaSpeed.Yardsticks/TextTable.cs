using System.Text;

namespace LambdaSpeed.Yardsticks;

/// <summary>A table of text that reads well on a console and is Markdown: first column to the left, all others to the right.</summary>
public sealed class TextTable(params string[] header)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Length != header.Length) throw new ArgumentException($"{cells.Length} cells, {header.Length} columns.", nameof(cells));

        _rows.Add(cells);
    }

    public override string ToString()
    {
        var widths = header.Select((h, column) => Math.Max(h.Length, _rows.Max(row => (int?)row[column].Length) ?? 0)).ToArray();
        var text = new StringBuilder();
        Write(text, header, widths);
        text.Append('|');
        for (var column = 0; column < widths.Length; column++)
        {
            text.Append(column == 0 ? new string('-', widths[column] + 2) : new string('-', widths[column] + 1) + ":").Append('|');
        }

        text.Append('\n');
        foreach (var row in _rows) Write(text, row, widths);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string[] cells, int[] widths)
    {
        text.Append('|');
        for (var column = 0; column < cells.Length; column++)
        {
            var cell = column == 0 ? cells[column].PadRight(widths[column]) : cells[column].PadLeft(widths[column]);
            text.Append(' ').Append(cell).Append(" |");
        }

        text.Append('\n');
    }
}
