namespace LambdaSpeed;

/// <summary>A line of a text file and where it stood.</summary>
/// <param name="Text">The line, without its end.</param>
/// <param name="File">The file's path, as it was given.</param>
/// <param name="FileIndex">The file's place in the list of files, from 0.</param>
/// <param name="Offset">Where the line starts in the file's unpacked text, in bytes.</param>
public readonly record struct TextLine(string Text, string File, int FileIndex, long Offset)
{
    /// <summary>Keeps a line, to be handed to <c>Spouts.FromTextFiles</c> as its parser.</summary>
    /// <param name="line">The line.</param>
    public static TextLine Of(RawLine line) => new(line.ToString(), line.File, line.FileIndex, line.Offset);
}
