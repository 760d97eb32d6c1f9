using System.Data.Common;
using System.Globalization;
using System.Text;

namespace SqlBatch;

/// <summary>CSV from a file, and the rows of a query into one.</summary>
internal static class CsvRecords
{
    /// <summary>The records of a file that <c>LogTool export</c> wrote: LF ends a record, fields are quoted where they must be.</summary>
    public static IEnumerable<string[]> Read(string path)
    {
        using var text = new StreamReader(path);
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var next = text.Read(); next >= 0; next = text.Read())
        {
            if (next == '"' && isQuoted && text.Peek() == '"') field.Append((char)text.Read());
            else if (next == '"') isQuoted = !isQuoted;
            else if (isQuoted || next is not (',' or '\n')) field.Append((char)next);
            else
            {
                fields.Add(field.ToString());
                field.Clear();
                if (next == ',') continue;
                yield return [.. fields];
                fields.Clear();
            }
        }
    }

    /// <summary>Writes what a query answers, without a header: the fields of the key, then those of the accumulator.</summary>
    /// <returns>How many rows there were.</returns>
    public static long Write(string path, DbDataReader rows)
    {
        using var text = new StreamWriter(path);
        var count = 0L;
        for (; rows.Read(); count++)
        {
            for (var i = 0; i < rows.FieldCount; i++)
            {
                if (i > 0) text.Write(',');
                var field = TextOf(rows.GetValue(i));
                text.Write($"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            }
            text.Write('\n');
        }
        return count;
    }

    /// <summary>A field as the contract has it: bytes in base64.</summary>
    private static string TextOf(object value) => value switch
    {
        DBNull => "",
        byte[] bytes => Convert.ToBase64String(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
