namespace LambdaSpeed;

/// <summary>The disk failed while a batch view was written or read. What was not published is given up; what was is untouched.</summary>
public sealed class BatchViewStorageException : BatchViewException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file.</param>
    /// <param name="doing">What was being done: "writing", "reading".</param>
    /// <param name="innerException">What the disk said.</param>
    public BatchViewStorageException(string file, string doing, Exception innerException) : base(
        $"Failed in {doing} the batch view '{file}': {innerException?.Message} Remedy: see to the disk, then try again.", innerException) =>
        File = file;

    /// <summary>The file.</summary>
    public string File { get; }
}
