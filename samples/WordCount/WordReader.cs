namespace WordCount;

/// <summary>Cuts a line into words: runs of ASCII letters and apostrophes, in lower case, without the apostrophes at the ends of a run.
/// Every other byte separates, those of accented letters too.</summary>
/// <param name="line">The line.</param>
/// <param name="room">Where words are put; at least as long as the line.</param>
internal ref struct WordReader(ReadOnlySpan<byte> line, Span<char> room)
{
    private const byte Apostrophe = (byte)'\'';
    private const byte Separator = 0;

    private static readonly byte[] LowerCase = MakeLowerCase(); // for each byte: itself in lower case, or the separator

    private readonly ReadOnlySpan<byte> _line = line;
    private readonly Span<char> _room = room;
    private int _next; // the first byte that was not looked at

    /// <summary>The word; valid until the next call.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    public static bool IsPartOfWord(byte letter) => LowerCase[letter] != Separator;

    public bool MoveNext()
    {
        var lowerCase = LowerCase;
        while (true)
        {
            while (_next < _line.Length && lowerCase[_line[_next]] == Separator) _next++;
            if (_next == _line.Length) return false;

            var length = 0;
            for (; _next < _line.Length && lowerCase[_line[_next]] is var letter and not Separator; _next++)
            {
                _room[length++] = (char)letter;
            }
            Current = _room[..length].Trim((char)Apostrophe);
            if (!Current.IsEmpty) return true;
        }
    }

    private static byte[] MakeLowerCase()
    {
        var table = new byte[256];
        table[Apostrophe] = Apostrophe;
        for (var letter = 'a'; letter <= 'z'; letter++)
        {
            table[letter] = table[char.ToUpperInvariant(letter)] = (byte)letter;
        }
        return table;
    }
}
