namespace LambdaSpeed.Tests.RealData;

/// <summary>Emits the words of lines: runs of ASCII letters and apostrophes, in lower case, without apostrophes at their ends.</summary>
internal sealed class SplitWords : Bolt<BookLine, (string Book, string Word)>
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _known =
        new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>(); // each word once

    private char[] _room = new char[256]; // as long as the longest line so far

    public override void Execute(BookLine input, Emitter<(string Book, string Word)> output)
    {
        var line = input.Bytes.Span;
        if (_room.Length < line.Length) _room = new char[line.Length * 2];
        for (var (i, length) = (0, 0); i <= line.Length; i++)
        {
            if (i < line.Length && (char.IsAsciiLetter((char)line[i]) || line[i] == '\''))
            {
                _room[length++] = char.ToLowerInvariant((char)line[i]);
                continue;
            }
            var word = _room.AsSpan(0, length).Trim('\'');
            if (!word.IsEmpty) output.Emit((input.Book, Known(word)));
            length = 0;
        }
    }

    private string Known(ReadOnlySpan<char> word)
    {
        if (_known.TryGetValue(word, out var known)) return known;

        known = word.ToString();
        _known.Set.Add(known);
        return known;
    }
}
