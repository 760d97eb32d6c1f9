using LambdaSpeed.Storage;

namespace LambdaSpeed.BatchViews;

/// <summary>A file that is read as it is needed: for storages that are no file system, and for disks that may fail under a
/// mapping.</summary>
internal sealed class ReadBytes(IStorageFile file) : IFileBytes
{
    private int _users = 1;   // readers, and the owner until it disposes; at 0 the file is closed for good
    private int _isDisposed;  // 0 or 1

    public string Name => file.Name;

    public long Length { get; } = file.Length;

    public bool IsMapped => false;

    public void Enter()
    {
        while (true)
        {
            var users = Volatile.Read(ref _users);
            ObjectDisposedException.ThrowIf(users == 0 || Volatile.Read(ref _isDisposed) == 1, this);
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users) return;
        }
    }

    public void Exit()
    {
        if (Interlocked.Decrement(ref _users) == 0) file.Dispose();
    }

    public ReadOnlySpan<byte> Get(long offset, int length, scoped ref byte[] buffer)
    {
        if (buffer.Length < length) buffer = new byte[length];
        try
        {
            var read = file.Read(offset, buffer.AsSpan(0, length));
            if (read < length) throw new BatchViewDamagedException(Name, offset + read, "it ends here, and was longer when it was opened");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BatchViewStorageException(Name, "reading", exception);
        }
        return buffer.AsSpan(0, length);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0) Exit();
    }
}
