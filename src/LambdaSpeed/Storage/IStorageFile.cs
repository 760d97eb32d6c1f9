namespace LambdaSpeed.Storage;

/// <summary>An open file of an <see cref="IStorage"/>.</summary>
/// <remarks>Reads are safe from any thread, also beside the one writer.</remarks>
internal interface IStorageFile : IDisposable
{
    /// <summary>The file, as messages name it.</summary>
    string Name { get; }

    /// <summary>Bytes in the file.</summary>
    long Length { get; }

    /// <summary>Reads into <paramref name="destination"/>; the answer is smaller than asked only at the end of the file.</summary>
    int Read(long offset, Span<byte> destination);

    /// <summary>Writes all bytes; a failure may leave part of them.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Cuts the file, or fills it up with zeros.</summary>
    void SetLength(long length);

    /// <summary>Makes all that was written durable. After a failure nothing is known about the file: it must not be trusted
    /// again.</summary>
    void Sync();
}
