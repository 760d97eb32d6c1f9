namespace LambdaSpeed.Throughput.Workloads;

/// <summary>Reads the words of a line: runs of ASCII letters and apostrophes, without apostrophes at their ends.</summary>
public ref struct WordReader(ReadOnlySpan<char> line)
{
    private ReadOnlySpan<char> _rest = line;

    /// <summary>The next word as it is written; <see cref="Lower"/> makes the string to count.</summary>
    public bool TryRead(out ReadOnlySpan<char> word)
    {
        var folded = Letters.Folded;
        var rest = _rest;
        var i = 0;
        while (i < rest.Length && (rest[i] >= 128 || folded[rest[i]] is 0 or (byte)'\'')) i++;
        if (i == rest.Length)
        {
            _rest = default;
            word = default;
            return false;
        }

        var start = i;
        while (i < rest.Length && rest[i] < 128 && folded[rest[i]] != 0) i++;
        var end = i;
        while (rest[end - 1] == '\'') end--;
        word = rest[start..end];
        _rest = rest[i..];
        return true;
    }

    /// <summary>A new string with the letters in lower case.</summary>
    public static string Lower(ReadOnlySpan<char> word) => string.Create(word.Length, word, static (target, source) =>
    {
        var folded = Letters.Folded;
        for (var i = 0; i < target.Length; i++) target[i] = (char)folded[source[i] & 127];
    });

    /// <summary>The words of a line as new strings in lower case.</summary>
    public static List<string> Split(string line)
    {
        var words = new List<string>();
        var reader = new WordReader(line);
        while (reader.TryRead(out var word)) words.Add(Lower(word));
        return words;
    }
}
