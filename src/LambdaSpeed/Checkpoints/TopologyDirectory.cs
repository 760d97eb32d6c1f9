using System.Text;

namespace LambdaSpeed.Checkpoints;

/// <summary>Names the directory of a topology: readable, and another one for every name, on every file system.</summary>
/// <remarks>Lower-case letters, digits, <c>-</c>, <c>_</c> and inner dots stand for themselves. An upper-case letter becomes <c>+</c> and
/// its lower-case one, since file systems may not tell them apart; every other byte of UTF-8 becomes <c>%</c> and two hexadecimal
/// digits. What would be too long ends in a hash.</remarks>
internal static class TopologyDirectory
{
    private const int Longest = 200;
    private const int HashDigits = 16;

    private static readonly string[] Devices = ["aux", "con", "nul", "prn"];

    public static string NameOf(string topology)
    {
        var text = new StringBuilder();
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < topology.Length; i++)
        {
            var sign = topology[i];
            var isInnerDot = sign == '.' && i > 0 && i < topology.Length - 1;
            if (char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign is '-' or '_' || isInnerDot) text.Append(sign);
            else if (char.IsAsciiLetterUpper(sign)) text.Append('+').Append(char.ToLowerInvariant(sign));
            else if (Rune.TryGetRuneAt(topology, i, out var rune))
            {
                foreach (var part in utf8[..rune.EncodeToUtf8(utf8)]) AppendEscaped(text, part);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                // half of a surrogate pair: no UTF-8, so its two bytes, told apart by a second percent sign
                text.Append('%');
                AppendEscaped(text, (byte)(sign >> 8));
                AppendEscaped(text, (byte)sign);
            }
        }

        if (IsDevice(text.ToString())) text.Insert(0, "%");
        if (text.Length <= Longest) return text.ToString();

        text.Length = Longest - HashDigits - 1;
        return $"{text}%{StableHash.Of(topology):x16}";
    }

    private static void AppendEscaped(StringBuilder text, byte value) => text.Append('%').Append($"{value:x2}");

    /// <summary>Names that Windows keeps for devices, with any extension.</summary>
    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0];
        return Devices.Contains(stem)
            || (stem.Length == 4 && (stem.StartsWith("com", StringComparison.Ordinal) || stem.StartsWith("lpt", StringComparison.Ordinal))
                && char.IsAsciiDigit(stem[3]));
    }
}
