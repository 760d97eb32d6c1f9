namespace LambdaSpeed.Tests.RealData;

/// <summary>A line of a book, with its end.</summary>
/// <param name="Book">The name of its file.</param>
/// <param name="Bytes">Its bytes.</param>
internal readonly record struct BookLine(string Book, ReadOnlyMemory<byte> Bytes)
{
    public const string Set = "books-victorian";

    public bool HasEnd => Bytes.Span.EndsWith((byte)'\n');

    /// <summary>The lines of all books.</summary>
    public static List<BookLine> ReadAll(DataSet data) => [.. data.Files.SelectMany(book => LinesOf(book, data.Bytes(book)))];

    private static IEnumerable<BookLine> LinesOf(string book, byte[] text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOf((byte)'\n') + 1;
            if (length == 0) length = text.Length - start;
            yield return new(book, text.AsMemory(start, length));
            start += length;
        }
    }
}
