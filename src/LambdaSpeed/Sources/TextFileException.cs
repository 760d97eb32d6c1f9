namespace LambdaSpeed;

/// <summary>A text file could not be read by its spout.</summary>
public sealed class TextFileException : TaskFailedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="component">The spout's component.</param>
    /// <param name="taskIndex">Its task, from 0.</param>
    /// <param name="fault">What is wrong.</param>
    /// <param name="file">The file's path, as it was given.</param>
    /// <param name="offset">Where in its unpacked text, in bytes.</param>
    /// <param name="finding">What is wrong, as the end of a sentence that begins with the file.</param>
    /// <param name="innerException">What was thrown.</param>
    public TextFileException(
        string component, int taskIndex, TextFileFault fault, string file, long offset, string finding, Exception? innerException)
        : base(component, taskIndex, $"Component '{component}', task {taskIndex}: file '{file}' {finding}", innerException)
    {
        Fault = fault;
        File = file;
        Offset = offset;
    }

    /// <summary>What is wrong.</summary>
    public TextFileFault Fault { get; }

    /// <summary>The file's path, as it was given.</summary>
    public string File { get; }

    /// <summary>Where in its unpacked text, in bytes: the start of the line at fault, or how far reading had come.</summary>
    public long Offset { get; }
}
