using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace LambdaSpeed.Storage;

/// <summary>A file of the file system, read and written at stated offsets.</summary>
[DebuggerDisplay("{Name}, {Length} bytes")]
internal sealed class DiskFile(string path, FileMode mode, FileAccess access) : IStorageFile
{
    private readonly SafeFileHandle _handle =
        File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete, FileOptions.None);

    public string Name => path;

    public long Length => RandomAccess.GetLength(_handle);

    public int Read(long offset, Span<byte> destination)
    {
        var read = 0;
        while (read < destination.Length)
        {
            var count = RandomAccess.Read(_handle, destination[read..], offset + read);
            if (count == 0) break;
            read += count;
        }
        return read;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, offset);

    public void SetLength(long length) => RandomAccess.SetLength(_handle, length);

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();
}
