namespace LambdaSpeed.Sources;

/// <summary>Opens a text file at a place in its text, and unpacks it when it is packed.</summary>
internal static class TextFileOpening
{
    private const byte GzipFirstByte = 0x1f;
    private const byte GzipSecondByte = 0x8b;

    /// <summary>A stream of the file's text, and how much of it has still to be passed over.</summary>
    public static (Stream Text, long ToSkip) Open(TextFile file, long offset)
    {
        FileStream? stream = null;
        try
        {
            // a buffer of its own would only copy what the line reader buffers anyway
            stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0,
                FileOptions.SequentialScan);
            return Position(file, stream, offset);
        }
        catch (Exception exception)
        {
            stream?.Dispose();
            if (exception is TextFileException) throw;
            if (exception is FileNotFoundException or DirectoryNotFoundException) throw file.Missing();
            throw file.Unreadable(0, exception);
        }
    }

    private static (Stream Text, long ToSkip) Position(TextFile file, FileStream stream, long offset)
    {
        Span<byte> magic = stackalloc byte[2];
        var found = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (found == magic.Length && magic[0] == GzipFirstByte && magic[1] == GzipSecondByte)
        {
            return (new GzipText(stream), offset);
        }
        if (found > 0 && file.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            throw file.CorruptGzip(0, "it is named so, but does not begin so.");
        }
        if (offset > stream.Length) throw file.PositionBeyondEnd(offset, stream.Length);

        stream.Position = offset;
        return (stream, 0);
    }
}
