namespace LambdaSpeed;

/// <summary>What can be wrong with a text file that a spout reads.</summary>
public enum TextFileFault
{
    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>The file cannot be opened or read.</summary>
    Unreadable,

    /// <summary>The file is packed by gzip and damaged or cut off, or it is named as packed and is not.</summary>
    CorruptGzip,

    /// <summary>A line is longer than <see cref="TextFileOptions.MaxLineBytes"/>.</summary>
    LineTooLong,

    /// <summary>A line is not UTF-8, and <see cref="TextFileOptions.InvalidUtf8"/> says that this is an error.</summary>
    InvalidUtf8,

    /// <summary>The parser threw on a line; the inner exception is what it threw.</summary>
    UnparsableLine,

    /// <summary>The file ends before the position that reading is to continue at: it is not the file it was.</summary>
    PositionBeyondEnd,
}
