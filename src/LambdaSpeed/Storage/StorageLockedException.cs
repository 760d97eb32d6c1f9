namespace LambdaSpeed;

/// <summary>A directory is being written by another owner.</summary>
public sealed class StorageLockedException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file that is locked.</param>
    /// <param name="innerException">What the platform said, if anything.</param>
    public StorageLockedException(string path, Exception? innerException = null) : base(
        $"'{path}' is locked: another process, or another part of this one, writes there. A directory has one writer: stop the other " +
        "one, dispose what holds it, or choose another directory.", innerException) => Path = path;

    /// <summary>The file that is locked.</summary>
    public string Path { get; }
}
