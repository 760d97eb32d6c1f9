using System.Buffers;
using System.Globalization;
using System.Text;

namespace Samples.Shared;

/// <summary>Writes CSV of which there is only one form, so that equal results are equal bytes: LF, comma, quotes only where they must be,
/// UTF-8 without a byte order mark.</summary>
internal sealed class CsvFile : IDisposable
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    private readonly StreamWriter _writer;

    public CsvFile(string folder, string name, params ReadOnlySpan<string> columns)
    {
        _writer = new StreamWriter(Path.Combine(folder, name), append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Write(columns);
    }

    public void Write(params ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0) _writer.Write(',');
            WriteField(fields[i]);
        }
        _writer.Write('\n');
    }

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    public void Dispose() => _writer.Dispose();

    private void WriteField(string field)
    {
        if (field.AsSpan().ContainsAny(NeedsQuotes))
        {
            _writer.Write('"');
            _writer.Write(field.Replace("\"", "\"\"", StringComparison.Ordinal));
            _writer.Write('"');
        }
        else
        {
            _writer.Write(field);
        }
    }
}
