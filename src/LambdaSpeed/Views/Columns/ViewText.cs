using System.Buffers;
using System.Globalization;
using System.Text;

namespace LambdaSpeed;

/// <summary>Text as stores outside the run are given it: without what some of them cannot hold.</summary>
/// <remarks>A zero character and a half of a surrogate pair become <c>ESC hhhh</c> (U+001B and four hexadecimal digits), and so does ESC
/// itself, so that different texts stay different. All other text, which is nearly all there is, stays as it is.</remarks>
public static class ViewText
{
    private const char Escaped = '\u001b';
    private static readonly SearchValues<char> _suspects =
        SearchValues.Create([.. "\0\u001b", .. Enumerable.Range(0xd800, 0x800).Select(code => (char)code)]);

    /// <summary>A moment as text: ISO 8601 in UTC, to 100 ns, of fixed length, so that texts sort as the moments do.</summary>
    /// <param name="time">The moment.</param>
    public static string Of(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A day as text: <c>2026-11-26</c>.</summary>
    /// <param name="day">The day.</param>
    public static string Of(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The text as a store is given it.</summary>
    /// <param name="text">Any text.</param>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var first = text.AsSpan().IndexOfAny(_suspects);
        if (first < 0) return text;

        var written = new StringBuilder(text.Length + 8).Append(text, 0, first);
        for (var i = first; i < text.Length; i++)
        {
            var letter = text[i];
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(letter, text[i + 1]);
            if (isPair) written.Append(letter).Append(text[++i]);
            else if (!_suspects.Contains(letter)) written.Append(letter);
            else written.Append(CultureInfo.InvariantCulture, $"{Escaped}{(int)letter:x4}");
        }
        return written.ToString();
    }

    /// <summary>The text that was given to <see cref="Escape"/>.</summary>
    /// <param name="stored">What a store holds.</param>
    public static string Unescape(string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        if (!stored.Contains(Escaped, StringComparison.Ordinal)) return stored;

        var text = new StringBuilder(stored.Length);
        for (var i = 0; i < stored.Length; i++)
        {
            if (stored[i] != Escaped)
            {
                text.Append(stored[i]);
                continue;
            }
            var digits = stored.AsSpan(i + 1, Math.Min(4, stored.Length - i - 1));
            if (digits.Length < 4 || !ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                throw new FormatException($"ESC at {i} is not followed by four hexadecimal digits: this was not written by Escape.");
            }
            text.Append((char)code);
            i += 4;
        }
        return text.ToString();
    }
}
