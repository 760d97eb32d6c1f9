namespace LambdaSpeed;

/// <summary>What becomes of bytes that are not UTF-8 when a line is turned into text.</summary>
public enum InvalidUtf8
{
    /// <summary>Each becomes U+FFFD, and reading goes on.</summary>
    Replace,

    /// <summary>The run fails with a <see cref="TextFileException"/> that names the line.</summary>
    Throw,
}
