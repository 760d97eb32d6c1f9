namespace LambdaSpeed;

/// <summary>Bytes that are not what a codec wrote, a value that a codec cannot write, or a type that has no codec.</summary>
public sealed class CodecException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    public CodecException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">The codec, what it expected and how many bytes were there.</param>
    public CodecException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">The codec, what it expected and how many bytes were there.</param>
    /// <param name="innerException">The cause.</param>
    public CodecException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    /// <summary>The source ended before the value did.</summary>
    /// <param name="schema">The codec that read.</param>
    /// <param name="expectedBytes">How many bytes it needed next.</param>
    /// <param name="availableBytes">How many there were.</param>
    /// <returns>The exception to throw.</returns>
    public static CodecException Truncated(string schema, ulong expectedBytes, int availableBytes) =>
        new($"Codec '{schema}' expected {expectedBytes} byte(s), but {availableBytes} were there: "
            + "the source is truncated or of another format.");

    /// <summary>The source holds bytes that this codec never writes.</summary>
    /// <param name="schema">The codec that read.</param>
    /// <param name="expected">What it expected instead.</param>
    /// <param name="availableBytes">How many bytes there were.</param>
    /// <returns>The exception to throw.</returns>
    public static CodecException Malformed(string schema, string expected, int availableBytes) =>
        new($"Codec '{schema}' expected {expected}, but the {availableBytes} byte(s) there begin with something else.");

    /// <summary>The source was written by a later version of the type than this program knows.</summary>
    /// <param name="schema">The codec that read.</param>
    /// <param name="version">The version found.</param>
    /// <param name="newestVersion">The newest version known here.</param>
    /// <param name="availableBytes">How many bytes there were after the version.</param>
    /// <returns>The exception to throw.</returns>
    public static CodecException UnknownVersion(string schema, byte version, byte newestVersion, int availableBytes) =>
        new($"Codec '{schema}' expected version 1 to {newestVersion}, but found {version} before {availableBytes} byte(s): "
            + "the source was written by a newer program, or is of another format.");

    /// <summary>The type's own constructor refused what was read.</summary>
    /// <param name="schema">The codec that read.</param>
    /// <param name="availableBytes">How many bytes there were after the value.</param>
    /// <param name="cause">What the constructor threw.</param>
    /// <returns>The exception to throw.</returns>
    public static CodecException Refused(string schema, int availableBytes, Exception cause) =>
        new($"Codec '{schema}' expected members that the type accepts, but its constructor or a setter refused them "
            + $"({availableBytes} byte(s) were left): {cause?.Message}", cause);

    /// <summary>A value is of a type derived from the codec's: its further members would be lost.</summary>
    /// <param name="schema">The codec that was to write.</param>
    /// <param name="type">The type of the value.</param>
    /// <returns>The exception to throw.</returns>
    public static CodecException DerivedType(string schema, Type type) =>
        new($"Codec '{schema}' writes values of exactly its own type, but got a '{type}', whose further members would be lost. "
            + "Remedy: seal the type, or register a codec that tells the derived types apart.");

    /// <summary>A hash was asked of a codec whose values cannot be keys.</summary>
    /// <param name="schema">The codec.</param>
    /// <returns>The exception to throw.</returns>
    public static CodecException NotAKey(string schema) =>
        new($"Values of codec '{schema}' cannot be keys, because their equality is not by content. "
            + "Remedy: group by a primitive, a string, a tuple or a record of such; "
            + "a type with its own content equality may say [GenerateCodec(IsKey = true)].");

    /// <summary>A type has no codec.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The exception to throw.</returns>
    public static CodecException Missing(Type type) =>
        new($"There is no codec for '{type}'. Remedy: put [GenerateCodec] on the type, or "
            + "[assembly: GenerateCodec(typeof(...))] for a closed generic or a type of others, "
            + "or pass one to Codec.Register at the start of the program.");
}
