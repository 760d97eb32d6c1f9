using LambdaSpeed.Storage;

namespace LambdaSpeed.Tests.Storage;

/// <summary>An open file of a simulated disk.</summary>
internal sealed class SimulatedFile(SimulatedDisk disk, SimulatedNode node, string path, bool isWritable) : IStorageFile
{
    private readonly int _incarnation = disk.Incarnation;
    private bool _isDisposed; // set once, by whoever closes it

    public string Name => path;

    public long Length
    {
        get
        {
            lock (disk.Gate)
            {
                RequireAlive();
                return node.Current.Length;
            }
        }
    }

    public int Read(long offset, Span<byte> destination)
    {
        lock (disk.Gate)
        {
            RequireAlive();
            if (disk.Begin(StorageOperation.Read, path)) throw Injected(StorageOperation.Read);

            var there = node.Current.Span;
            var count = (int)Math.Clamp(there.Length - offset, 0, destination.Length);
            if (count > 0) there.Slice((int)offset, count).CopyTo(destination);
            return count;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        lock (disk.Gate)
        {
            var fails = BeginChange(StorageOperation.Write);
            var accepted = disk.Accept(node, offset, bytes.Length, fails);
            if (accepted > 0) node.Apply(new SimulatedWrite(offset, bytes[..accepted].ToArray()));
            if (fails) throw Injected(StorageOperation.Write);
            if (accepted < bytes.Length) throw new IOException($"No space left on device, after {accepted} bytes written to '{path}'.");
        }
    }

    public void SetLength(long length)
    {
        lock (disk.Gate)
        {
            if (BeginChange(StorageOperation.SetLength)) throw Injected(StorageOperation.SetLength);
            node.Apply(SimulatedWrite.OfLength(length));
        }
    }

    public void Sync()
    {
        disk.BeforeSync?.Invoke();
        lock (disk.Gate)
        {
            if (!BeginChange(StorageOperation.Sync))
            {
                node.Sync();
                return;
            }
            disk.FailSync(node);
            throw Injected(StorageOperation.Sync);
        }
    }

    public void Dispose() => _isDisposed = true;

    private bool BeginChange(StorageOperation operation)
    {
        RequireAlive();
        if (!isWritable) throw new UnauthorizedAccessException($"'{path}' was opened for reading.");
        return disk.Begin(operation, path);
    }

    private void RequireAlive()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (disk.Incarnation != _incarnation) throw new IOException($"The process that opened '{path}' is dead.");
    }

    private IOException Injected(StorageOperation operation) => new($"Injected: {operation} of '{path}' failed.");
}
