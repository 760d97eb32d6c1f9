using System.Text;
using System.Text.Json;

namespace LambdaSpeed.BatchViews.Rows;

/// <summary>Reads rows of text, field by field. Used by one thread.</summary>
/// <param name="text">The text.</param>
/// <param name="form">How rows are written in it.</param>
/// <param name="key">The fields of a key.</param>
/// <param name="accumulator">The fields of an accumulator.</param>
internal sealed class RowReader(TextReader text, BatchRowForm form, RowFields key, RowFields accumulator)
{
    private const int LongestField = 1 << 28; // characters; a text without an end must not take all memory

    private readonly List<string?> _fields = [];
    private readonly StringBuilder _field = new();

    /// <summary>The fields of the row that was read last: the key's, then the accumulator's.</summary>
    public IReadOnlyList<string?> Fields => _fields;

    /// <summary>Which row that is, counted from 1.</summary>
    public long Row { get; private set; }

    /// <summary>Reads the next row; false at the end. Empty lines are passed over.</summary>
    /// <exception cref="FormatException">It is no row.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public bool TryRead()
    {
        while (true)
        {
            _fields.Clear();
            Row++;
            if (form == BatchRowForm.JsonLines)
            {
                if (text.ReadLine() is not { } line) return false;
                if (string.IsNullOrWhiteSpace(line)) continue;
                ReadJson(line);
            }
            else
            {
                if (text.Peek() < 0) return false;
                ReadCsv();
                if (_fields is [""] && key.Count + accumulator.Count > 1) continue;
            }
            if (_fields.Count == key.Count + accumulator.Count) return true;
            throw new FormatException($"it has {_fields.Count} fields, and key and accumulator have {key.Count} and {accumulator.Count}");
        }
    }

    private void ReadJson(string line)
    {
        using var json = JsonDocument.Parse(line);
        if (json.RootElement.ValueKind != JsonValueKind.Object) throw new FormatException("it is no JSON object");
        if (!json.RootElement.TryGetProperty("key", out var found)) throw new FormatException("it has no \"key\"");
        key.Collect(found, _fields);
        if (!json.RootElement.TryGetProperty("accumulator", out found)) throw new FormatException("it has no \"accumulator\"");
        accumulator.Collect(found, _fields);
    }

    /// <summary>Reads up to the end of the row. A field in quotes may hold commas, ends of lines, and quotes written twice.</summary>
    private void ReadCsv()
    {
        while (true)
        {
            _field.Clear();
            var isQuoted = text.Peek() == '"';
            if (isQuoted) ReadQuoted();
            else while (text.Peek() is >= 0 and not (',' or '\r' or '\n')) Append((char)text.Read());
            _fields.Add(_field.ToString());

            var end = text.Read();
            if (end == ',') continue;
            if (end == '\r' && text.Peek() == '\n') end = text.Read();
            if (end is < 0 or '\n' or '\r') return;
            throw new FormatException($"'{(char)end}' comes behind a closing quote");
        }
    }

    private void ReadQuoted()
    {
        text.Read();
        while (true)
        {
            var next = text.Read();
            if (next < 0) throw new FormatException("a quote is opened and never closed");
            if (next == '"')
            {
                if (text.Peek() != '"') return;
                text.Read();
            }
            Append((char)next);
        }
    }

    private void Append(char next)
    {
        if (_field.Length == LongestField) throw new FormatException($"a field has more than {LongestField} characters");
        _field.Append(next);
    }
}
