namespace LambdaSpeed.BatchViews;

/// <summary>The bytes of a finished file, in memory or on the way there.</summary>
/// <remarks>Safe from any thread. Between <see cref="Enter"/> and <see cref="Exit"/> the bytes stay, whoever disposes.</remarks>
internal interface IFileBytes : IDisposable
{
    /// <summary>The file, as messages name it.</summary>
    string Name { get; }

    long Length { get; }

    /// <summary>Whether bytes are handed out as they lie in memory, so that what has once been checked need not be again.</summary>
    bool IsMapped { get; }

    /// <exception cref="ObjectDisposedException">The file has been disposed.</exception>
    void Enter();

    void Exit();

    /// <summary>Hands out bytes; the range has been checked against <see cref="Length"/>.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="length">How many.</param>
    /// <param name="buffer">Where they are read to, if they have to be; replaced by a larger one when it is too small.</param>
    /// <exception cref="BatchViewException">The disk failed, or the file has become shorter.</exception>
    ReadOnlySpan<byte> Get(long offset, int length, scoped ref byte[] buffer);
}
