namespace LambdaSpeed;

/// <summary>A named value that travels beside a record of the log: a message id, a content type, a trace context.</summary>
/// <param name="Name">The name; several headers of a record may have the same.</param>
/// <param name="Value">The value.</param>
public readonly record struct LogHeader(string Name, ReadOnlyMemory<byte> Value)
{
    /// <summary>A header whose value is text, in UTF-8.</summary>
    /// <param name="name">The name.</param>
    /// <param name="text">The value.</param>
    public LogHeader(string name, string text) : this(name, System.Text.Encoding.UTF8.GetBytes(text))
    {
    }
}
