using System.Buffers;
using System.Text.Json;

namespace LambdaSpeed.BatchViews.Rows;

/// <summary>The fields that a key or an accumulator has in text. Tuples are written item by item, so a tuple of tuples is a list of
/// fields like any other.</summary>
/// <param name="schema">The schema of its codec.</param>
internal sealed class RowFields(string schema)
{
    private readonly string[] _schemas = [.. Items(schema)];

    public int Count => _schemas.Length;

    /// <summary>Writes the fields from a place on as the codec would.</summary>
    /// <exception cref="FormatException">One of them is none of its schema.</exception>
    /// <exception cref="OverflowException">One of them is a number out of range.</exception>
    public void Write(IReadOnlyList<string?> fields, int from, IBufferWriter<byte> bytes)
    {
        for (var i = 0; i < Count; i++)
        {
            var field = fields[from + i];
            FieldForm.Write(_schemas[i], field is "" && _schemas[i].EndsWith('?') ? null : field, bytes);
        }
    }

    /// <summary>Takes JSON apart: a value for one field, an array for several, of arrays or not.</summary>
    public void Collect(JsonElement json, List<string?> fields)
    {
        var before = fields.Count;
        Add(json, fields);
        var found = fields.Count - before;
        if (found != Count) throw new FormatException($"it has {found} values where '{schema}' has {Count}");
    }

    private static void Add(JsonElement json, List<string?> fields)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray()) Add(item, fields);
                break;
            case JsonValueKind.Null: fields.Add(null); break;
            case JsonValueKind.String: fields.Add(json.GetString()); break;
            case JsonValueKind.Object: throw new FormatException("it has an object where a value or an array belongs");
            default: fields.Add(json.GetRawText()); break; // numbers keep all their digits
        }
    }

    /// <summary>The schemas of the innermost items: of <c>(string,(int64,hll))</c> these three.</summary>
    private static IEnumerable<string> Items(string schema)
    {
        if (!schema.StartsWith('(') || !schema.EndsWith(')'))
        {
            yield return schema;
            yield break;
        }
        var (depth, start) = (0, 1);
        for (var at = 1; at < schema.Length; at++)
        {
            if (schema[at] is '(' or '<') depth++;
            else if (schema[at] is '>' || (schema[at] is ')' && at < schema.Length - 1)) depth--;
            else if (at == schema.Length - 1 || (schema[at] is ',' && depth == 0))
            {
                foreach (var item in Items(schema[start..at])) yield return item;
                start = at + 1;
            }
        }
    }
}
