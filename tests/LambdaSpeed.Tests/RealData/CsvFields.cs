namespace LambdaSpeed.Tests.RealData;

/// <summary>The fields of a line of CSV (RFC 4180) that holds no line break.</summary>
internal static class CsvFields
{
    public static List<string> Of(string line)
    {
        var fields = new List<string>();
        var (start, isQuoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"') isQuoted = !isQuoted;
            if (i < line.Length && (isQuoted || line[i] != ',')) continue;
            fields.Add(Unquoted(line[start..i]));
            start = i + 1;
        }
        return fields;
    }

    private static string Unquoted(string field) =>
        field.StartsWith('"') ? field[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : field;
}
