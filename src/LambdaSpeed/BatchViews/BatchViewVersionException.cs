namespace LambdaSpeed;

/// <summary>A batch view's file was written by a later version of the library, in a format that this one does not know.</summary>
public sealed class BatchViewVersionException : BatchViewException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file.</param>
    /// <param name="version">The version of its format.</param>
    /// <param name="newestKnown">The newest version known here.</param>
    public BatchViewVersionException(string file, long version, long newestKnown) : base(
        $"The batch view '{file}' has format {version}, and this program reads formats up to {newestKnown}. Remedy: run the newer version "
        + "of LambdaSpeed that wrote it.") => (File, Version) = (file, version);

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The version of its format.</summary>
    public long Version { get; }
}
