namespace LambdaSpeed.Storage;

/// <summary>A directory in which a log or a checkpoint store keeps its files: the seam between what must survive a crash and the
/// disk.</summary>
/// <remarks>
/// Calls are synchronous and safe from any thread; each file has one writer at a time. What a crash may undo: bytes written since the last
/// <see cref="IStorageFile.Sync"/>, and names created, renamed or deleted since the last <see cref="SyncNames"/>. Failures are
/// <see cref="IOException"/>s.
/// </remarks>
internal interface IStorage
{
    /// <summary>The directory, as messages name it.</summary>
    string Name { get; }

    /// <summary>The names of its files, in ordinal order.</summary>
    IReadOnlyList<string> List();

    /// <summary>The names of its directories, in ordinal order.</summary>
    IReadOnlyList<string> ListDirectories();

    /// <summary>A directory within this one; made when it is not there.</summary>
    IStorage Directory(string name);

    /// <summary>Creates an empty file for reading and writing; fails when the name is taken.</summary>
    IStorageFile Create(string name);

    /// <summary>Opens a file for reading and writing.</summary>
    IStorageFile Open(string name);

    /// <summary>Opens a file for reading; it may be written, and even deleted, by others meanwhile.</summary>
    IStorageFile OpenRead(string name);

    /// <summary>Gives a file another name, in place of what had that name before: readers see the one or the other.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file.</summary>
    void Delete(string name);

    /// <summary>Makes the names durable: what was created, renamed and deleted in this directory.</summary>
    void SyncNames();

    /// <summary>Makes this process the one that writes here, until the answer is disposed or the process ends.</summary>
    /// <param name="name">The name of the lock's file.</param>
    /// <exception cref="StorageLockedException">Another process, or another owner in this one, has it.</exception>
    IDisposable Lock(string name);
}
