using LambdaSpeed.Sources;

namespace LambdaSpeed;

/// <summary>A line of a text file, as it lies in the read buffer: for parsers that need no string.</summary>
/// <remarks>Valid only during the call that it is handed to.</remarks>
public readonly ref struct RawLine
{
    private readonly TextFile _file;

    internal RawLine(ReadOnlySpan<byte> utf8, TextFile file, long offset, long? number)
    {
        Utf8 = utf8;
        _file = file;
        Offset = offset;
        Number = number;
    }

    /// <summary>The line's bytes, without its end.</summary>
    public ReadOnlySpan<byte> Utf8 { get; }

    /// <summary>The file's path, as it was given.</summary>
    public string File => _file.Path;

    /// <summary>The file's place in the list of files, from 0.</summary>
    public int FileIndex => _file.Index;

    /// <summary>Where the line starts in the file's unpacked text, in bytes.</summary>
    public long Offset { get; }

    /// <summary>The line's number in the file, from 1; null when reading was resumed within the file, because what lies before is not
    /// read again.</summary>
    public long? Number { get; }

    /// <summary>The line as text; bytes that are not UTF-8 are treated as <see cref="TextFileOptions.InvalidUtf8"/> says.</summary>
    public override string ToString() => _file.Encoding.GetString(Utf8);
}
