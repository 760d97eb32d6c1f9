namespace Samples.Shared;

/// <summary>Writes a result as canonical CSV, and its greatest rows once more.</summary>
internal static class CsvResult
{
    /// <summary>Writes rows in the order they come, and the greatest by measure to a second file when <paramref name="top"/> is above 0;
    /// rows of equal measure keep their order there.</summary>
    public static void Write(string folder, string name, string[] columns, IEnumerable<ExportRow> rows, int top = 0)
    {
        var all = rows.ToList();
        WriteFile($"{name}.csv", all);
        if (top > 0) WriteFile($"{name}.top{top}.csv", all.OrderByDescending(row => row.Measure).Take(top));

        void WriteFile(string file, IEnumerable<ExportRow> content)
        {
            using var csv = new CsvFile(folder, file, columns);
            foreach (var row in content) csv.Write(row.Fields);
        }
    }
}
