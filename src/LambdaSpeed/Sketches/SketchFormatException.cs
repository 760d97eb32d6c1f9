namespace LambdaSpeed.Sketches;

/// <summary>Bytes that are not a sketch of the expected kind: truncated, corrupt, of another family, version or seed.</summary>
public sealed class SketchFormatException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    public SketchFormatException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">The kind of sketch, what was expected and what was found.</param>
    public SketchFormatException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">The kind of sketch, what was expected and what was found.</param>
    /// <param name="innerException">The cause.</param>
    public SketchFormatException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    internal static SketchFormatException Truncated(string kind, long expectedBytes, int availableBytes) =>
        new($"A {kind} needs {expectedBytes} more byte(s), but {availableBytes} were there: the source is truncated or of another format.");

    internal static SketchFormatException Malformed(string kind, string expected) =>
        new($"A {kind} has {expected}, but the bytes say otherwise: the source is corrupt or of another format.");
}
