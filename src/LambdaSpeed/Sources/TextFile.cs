using System.Text;

namespace LambdaSpeed.Sources;

/// <summary>A text file as one task of a spout knows it: what its lines and its failures are named after.</summary>
internal sealed class TextFile(ComponentContext context, string path, int index, Encoding encoding)
{
    public string Path => path;

    /// <summary>The file's place in the ordered list: its partition.</summary>
    public int Index => index;

    /// <summary>Turns the bytes of a line into text, or throws, as the options say.</summary>
    public Encoding Encoding => encoding;

    public TextFileException Missing() =>
        Failure(TextFileFault.Missing, 0, "does not exist, or is not a file.",
            new FileNotFoundException($"There is no file '{path}'.", path));

    public TextFileException Unreadable(long offset, Exception exception) =>
        Failure(TextFileFault.Unreadable, offset, $"cannot be read: {exception.Message}", exception);

    public TextFileException CorruptGzip(long offset, string finding, Exception? exception = null) =>
        Failure(TextFileFault.CorruptGzip, offset, $"is no sound gzip file: {finding} After {offset} bytes of its text.", exception);

    public TextFileException LineTooLong(long offset, int maxLineBytes) =>
        Failure(TextFileFault.LineTooLong, offset,
            $"has a line at offset {offset} that is longer than {maxLineBytes} bytes. If it is meant to be, raise MaxLineBytes.");

    public TextFileException InvalidUtf8(long offset, Exception exception) =>
        Failure(TextFileFault.InvalidUtf8, offset, $"has a line at offset {offset} that is not UTF-8: {exception.Message}", exception);

    public TextFileException UnparsableLine(long offset, Exception exception) =>
        Failure(TextFileFault.UnparsableLine, offset, $"has a line at offset {offset} that the parser failed on: {exception.Message}",
            exception);

    public TextFileException PositionBeyondEnd(long offset, long length) =>
        Failure(TextFileFault.PositionBeyondEnd, offset,
            $"has {length} bytes of text, but reading is to continue at {offset}: it is not the file it was.");

    private TextFileException Failure(TextFileFault fault, long offset, string finding, Exception? exception = null) =>
        new(context.Component, context.TaskIndex, fault, path, offset, finding, exception);
}
