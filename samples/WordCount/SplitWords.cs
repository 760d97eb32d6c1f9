using LambdaSpeed;

namespace WordCount;

/// <summary>Splits lines into words. Each task keeps the words it has met, so that a word becomes a string once, not
/// at each of its occurrences.</summary>
internal sealed class SplitWords : Bolt<BookLine, WordOfFile>
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _known;
    private char[] _room = new char[1024]; // as long as the longest line so far

    public SplitWords() => _known = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public override void Execute(BookLine input, Emitter<WordOfFile> output)
    {
        if (_room.Length < input.Bytes.Length) _room = new char[input.Bytes.Length * 2];

        var words = new WordReader(input.Bytes, _room);
        while (words.MoveNext()) output.Emit(new WordOfFile(Known(words.Current), input.File));
    }

    private string Known(ReadOnlySpan<char> word)
    {
        if (_known.TryGetValue(word, out var known)) return known;

        known = word.ToString();
        _known.Set.Add(known);
        return known;
    }
}
