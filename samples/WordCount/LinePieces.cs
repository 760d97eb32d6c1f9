namespace WordCount;

/// <summary>Cuts lines that are very long between words: what one call of a bolt emits is held until it returns, and is bounded.</summary>
internal static class LinePieces
{
    private const int MostBytes = 1 << 18; // at most half as many words, far below SpeedLayerOptions.MaxEmitsPerTuple

    /// <summary>The line itself, or its pieces, made as they are asked for.</summary>
    public static IEnumerable<BookLine> Of(BookLine line) => line.Bytes.Length <= MostBytes ? [line] : Cut(line);

    private static IEnumerable<BookLine> Cut(BookLine line)
    {
        for (var start = 0; start < line.Bytes.Length;)
        {
            var end = Math.Min(start + MostBytes, line.Bytes.Length);
            while (end < line.Bytes.Length && WordReader.IsPartOfWord(line.Bytes[end])) end++;
            yield return line with { Offset = line.Offset + start, Bytes = line.Bytes[start..end] };
            start = end;
        }
    }
}
