using System.Globalization;
using System.Text;

namespace LambdaSpeed.PostgreSql;

/// <summary>JSON as <c>jsonb</c> can hold it: within its strings and names, what <see cref="ViewText.Escape"/> escapes is escaped
/// alike.</summary>
internal static class JsonText
{
    private const int EscapeLength = 6; // of \uhhhh
    private const int Esc = 0x1b;

    /// <summary>The document with U+0000, U+001B and halves of surrogate pairs, which stand in it as <c>\uhhhh</c>, written as U+001B and
    /// four hexadecimal digits.</summary>
    public static string Escape(string json)
    {
        StringBuilder? written = null;
        var taken = 0; // how far it stands in what is written
        for (var i = json.IndexOf('\\', StringComparison.Ordinal); i >= 0; i = NextBackslash(json, i))
        {
            if (CodeAt(json, i) is not { } code) continue; // one of the short escapes
            if (IsPairAt(json, i))
            {
                i += EscapeLength;
                continue;
            }
            if (code is not (0 or Esc) && !char.IsSurrogate((char)code)) continue;

            written ??= new(json.Length + 16);
            written.Append(json, taken, i - taken).Append(CultureInfo.InvariantCulture, $"\\u{Esc:x4}{code:x4}");
            taken = i + EscapeLength;
        }
        return written is null ? json : written.Append(json, taken, json.Length - taken).ToString();
    }

    /// <summary>The next escape; the character behind a backslash begins none.</summary>
    private static int NextBackslash(string json, int i) => i + 2 < json.Length ? json.IndexOf('\\', i + 2) : -1;

    private static bool IsPairAt(string json, int i) =>
        CodeAt(json, i) is { } high && char.IsHighSurrogate((char)high) &&
        CodeAt(json, i + EscapeLength) is { } low && char.IsLowSurrogate((char)low);

    private static int? CodeAt(string json, int i)
    {
        var isEscape = i + EscapeLength <= json.Length && json[i] == '\\' && json[i + 1] == 'u';
        return isEscape && ushort.TryParse(
            json.AsSpan(i + 2, EscapeLength - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : null;
    }
}
