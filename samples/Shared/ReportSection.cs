namespace Samples.Shared;

/// <summary>A part of a report.</summary>
internal static class ReportSection
{
    public static void Write(TextWriter output, string title, TextTable table, IEnumerable<string[]> rows)
    {
        output.WriteLine($"\n{title}");
        foreach (var row in rows) table.Add(row);
        table.WriteTo(output);
    }
}
