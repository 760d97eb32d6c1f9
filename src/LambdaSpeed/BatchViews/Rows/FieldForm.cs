using System.Buffers;
using System.Globalization;
using LambdaSpeed.Aggregation;

namespace LambdaSpeed.BatchViews.Rows;

/// <summary>How one field of a row becomes the bytes of a codec, by the codec's schema.</summary>
internal static class FieldForm
{
    private static readonly Dictionary<string, Action<string, IBufferWriter<byte>>> _forms = new(StringComparer.Ordinal)
    {
        ["string"] = (text, bytes) => Codec.String.Write(bytes, text),
        ["bool"] = (text, bytes) => Codec.Boolean.Write(bytes, text switch { "1" => true, "0" => false, _ => bool.Parse(text) }),
        ["decimalsum"] = (text, bytes) => AccumulatorCodecs.DecimalSum.Write(
            bytes, DecimalSum.Of(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture))),
        ["doublesum"] = (text, bytes) =>
        {
            var sum = default(DoubleSum);
            sum.Add(double.Parse(text, CultureInfo.InvariantCulture));
            AccumulatorCodecs.DoubleSum.Write(bytes, sum);
        },
        ["date"] = (text, bytes) => Codec.DateOnly.Write(bytes, DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture)),
        ["datetimeoffset"] = (text, bytes) => Codec.DateTimeOffset.Write(
            bytes, DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
        ["int8"] = Parsed(Codec.SByte), ["int16"] = Parsed(Codec.Int16), ["int32"] = Parsed(Codec.Int32),
        ["int64"] = Parsed(Codec.Int64), ["int128"] = Parsed(Codec.Int128), ["bigint"] = Parsed(Codec.BigInteger),
        ["uint8"] = Parsed(Codec.Byte), ["uint16"] = Parsed(Codec.UInt16), ["uint32"] = Parsed(Codec.UInt32),
        ["uint64"] = Parsed(Codec.UInt64), ["uint128"] = Parsed(Codec.UInt128),
        ["float32"] = Parsed(Codec.Single), ["float64"] = Parsed(Codec.Double), ["decimal"] = Parsed(Codec.Decimal),
        ["guid"] = Parsed(Codec.Guid),
    };

    /// <summary>Writes a field; null stands for JSON's null, and for an empty field of CSV where the schema knows null and not the empty
    /// text.</summary>
    /// <exception cref="FormatException">The text is none of the schema.</exception>
    /// <exception cref="OverflowException">The text is a number out of range.</exception>
    public static void Write(string schema, string? text, IBufferWriter<byte> bytes)
    {
        if (schema.EndsWith('?') && FormOf(schema[..^1]) is not null) // of value types
        {
            bytes.Write([(byte)(text is null ? 0 : 1)]);
            if (text is not null) Write(schema[..^1], text, bytes);
        }
        else if (text is null)
        {
            if (schema != "string") throw new FormatException($"a field of schema '{schema}' is null");
            Codec.String.Write(bytes, null!);
        }
        else if (FormOf(schema) is { } write) write(text, bytes);
        else bytes.Write(Convert.FromBase64String(text)); // what has no other form in text: the bytes of its codec
    }

    /// <summary>How a schema is written; null for the bytes of its codec.</summary>
    private static Action<string, IBufferWriter<byte>>? FormOf(string schema) =>
        _forms.GetValueOrDefault(schema) ?? _forms.GetValueOrDefault(Underlying(schema));

    /// <summary>The integer below an enum, whose schema is its name, a colon and that.</summary>
    private static string Underlying(string schema) =>
        schema.IndexOfAny(['<', '(']) < 0 ? schema[(schema.LastIndexOf(':') + 1)..] : schema;

    private static Action<string, IBufferWriter<byte>> Parsed<T>(ICodec<T> codec)
        where T : IParsable<T> => (text, bytes) => codec.Write(bytes, T.Parse(text, CultureInfo.InvariantCulture));
}
