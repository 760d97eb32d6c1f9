namespace LambdaSpeed;

/// <summary>A batch view's file is not what was written, or was never finished: nothing of what is wrong is handed out.</summary>
public sealed class BatchViewDamagedException : BatchViewException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in the file, in bytes.</param>
    /// <param name="problem">What is wrong there, as a clause: "the checksum does not hold".</param>
    /// <param name="innerException">A further cause, if there is one.</param>
    public BatchViewDamagedException(string file, long offset, string problem, Exception? innerException = null) : base(
        $"The batch view '{file}' is damaged at byte {offset}: {problem}. Remedy: put the file back from a copy, or have the batch layer "
        + "write it again; until then an earlier batch view can be published, as long as the slices above its cut are kept.",
        innerException)
    {
        File = file;
        Offset = offset;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Where in the file, in bytes.</summary>
    public long Offset { get; }
}
