namespace LambdaSpeed;

/// <summary>How text files are read.</summary>
public sealed record TextFileOptions
{
    private const int LargestArray = 1 << 30;
    private const int SmallestBuffer = 16;

    /// <summary>The longest line, in bytes of its text without its end; a longer one fails the run.</summary>
    /// <value>64 MiB. At least 1, at most 1 GiB.</value>
    public int MaxLineBytes { get; init; } = 64 << 20;

    /// <summary>How much of a file is read at once. A longer line makes the buffer grow.</summary>
    /// <value>128 KiB. At least 16 bytes, at most 1 GiB.</value>
    public int BufferBytes { get; init; } = 128 << 10;

    /// <summary>What becomes of bytes that are not UTF-8. A parser that reads <see cref="RawLine.Utf8"/> gets them as they are.</summary>
    /// <value><see cref="LambdaSpeed.InvalidUtf8.Replace"/>.</value>
    public InvalidUtf8 InvalidUtf8 { get; init; } = InvalidUtf8.Replace;

    internal TextFileOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLineBytes, 1, nameof(MaxLineBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxLineBytes, LargestArray, nameof(MaxLineBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(BufferBytes, SmallestBuffer, nameof(BufferBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BufferBytes, LargestArray, nameof(BufferBytes));
        if (!Enum.IsDefined(InvalidUtf8)) throw new ArgumentOutOfRangeException(
            nameof(InvalidUtf8), InvalidUtf8, $"There is no such {nameof(InvalidUtf8)}. Remedy: choose one of its members.");
        return this;
    }
}
